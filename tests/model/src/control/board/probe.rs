//! Finds out what a setting takes by offering it what it may not take: the refusal names the values, or the rule.

use serde_json::{Map, Value, json};

use crate::settings::{Preset, Settings, Wrong};

/// What a setting takes.
#[derive(Debug, Default, PartialEq)]
pub struct Takes {
    /// `switch`, `select`, `number`, `text`, `list`, `ranges` or `json`.
    pub kind: &'static str,
    pub options: Vec<Value>,
    pub min: Option<Value>,
    pub max: Option<Value>,
    /// Whether it may be empty, which is `null`.
    pub is_optional: bool,
    /// In the words of the control door.
    pub rule: Option<String>,
}

/// Nothing that anybody calls a value by, and no path, URL or scope.
const NONSENSE: &str = "\u{1} ?";

pub struct Probe {
    settings: Settings,
    username: String,
}

impl Probe {
    pub fn new() -> Self {
        let settings = Preset::Ready.settings("http://localhost/site");
        let username = settings.users.first().map(|user| user.username.clone()).unwrap_or_default();
        Self { settings, username }
    }

    pub fn takes(&self, path: &str, default: &Value) -> Takes {
        let refusal = |value: Value| self.refusal(path, value);
        match default {
            Value::Bool(_) => Takes { kind: "switch", ..Takes::default() },
            Value::Number(_) => number(refusal(json!(0))),
            Value::String(_) => match refusal(json!(NONSENSE)) {
                Some(why) if why.contains("expected ") => select(named(&why)),
                rule => Takes { kind: "text", rule, ..Takes::default() },
            },
            Value::Null if refusal(json!(true)).is_none() => select(vec![Value::Null, json!(true), json!(false)]),
            Value::Null if refusal(json!(1)).is_none() => Takes { is_optional: true, ..number(refusal(json!(0))) },
            Value::Null => {
                Takes { kind: "text", is_optional: true, rule: refusal(json!(NONSENSE)), ..Takes::default() }
            }
            Value::Array(_) => match refusal(json!([NONSENSE])) {
                Some(why) if why.contains("array of objects") => Takes { kind: "ranges", ..Takes::default() },
                rule => Takes { kind: "list", rule, ..Takes::default() },
            },
            Value::Object(_) => Takes { kind: "json", ..Takes::default() },
        }
    }

    /// Why a live site would not take the value.
    fn refusal(&self, path: &str, value: Value) -> Option<String> {
        let one = |key: &str, value: Value| Map::from_iter([(key.to_owned(), value)]);
        let body = match path.strip_prefix("users.") {
            Some(key) => {
                let mut user = one("username", json!(self.username));
                user.insert(key.into(), value);
                one("users", json!([user]))
            }
            None => {
                let nested = path.rsplit('.').fold(value, |inner, key| one(key, inner).into());
                nested.as_object().cloned().unwrap_or_default()
            }
        };
        let Wrong(why) = self.settings.patch(body).err()?;
        Some(why.split_once(": ").map_or(why.clone(), |(_, reason)| reason.to_owned()))
    }
}

fn select(options: Vec<Value>) -> Takes {
    Takes { kind: "select", options, ..Takes::default() }
}

/// The values in `… expected one of `A`, `B`` and `expected 404 or "html"`.
fn named(why: &str) -> Vec<Value> {
    let list = why.rsplit("expected ").next().unwrap_or_default();
    let list = list.strip_prefix("one of ").unwrap_or(list).replace(" or ", ", ");
    list.split(", ").map(|name| name.trim_matches(['`', '"'])).map(Value::from).collect()
}

/// `must be 1 or more`, `must be from 1 to 720`, `must be 401 or 403`, `must be one of 1, 5, 10 minutes`.
fn number(rule: Option<String>) -> Takes {
    let numbers = numbers(rule.as_deref().unwrap_or_default());
    let is = |part: &str| rule.as_deref().is_some_and(|rule| rule.contains(part));
    let (min, max) = match numbers.as_slice() {
        [min] if is("or more") => (Some(min.clone()), None),
        [min, max] if is(" from ") => (Some(min.clone()), Some(max.clone())),
        [_, ..] => return Takes { options: numbers, kind: "select", ..Takes::default() },
        [] => (Some(json!(0)), None),
    };
    Takes { kind: "number", min, max, rule, ..Takes::default() }
}

fn numbers(text: &str) -> Vec<Value> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '.');
    words.filter_map(|word| serde_json::from_str(word).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_setting_takes_is_found_by_asking_it() {
        let probe = Probe::new();
        let takes = |path: &str, default: Value| probe.takes(path, &default);
        let options = |path: &str, default: Value| json!(takes(path, default).options);
        let policies = json!(["Infinite", "SpecificInactivity", "SpecificLifetime", "Zero"]);
        assert_eq!(options("app.refreshTokenPolicyType", json!("Infinite")), policies);
        assert_eq!(options("app.kind", json!("ECA")), json!(["ECA", "CA"]));
        assert_eq!(options("switches.site_inactive", json!("404")), json!(["404", "html"]));
        assert_eq!(options("switches.init_auth_missing", json!(401)), json!([401, 403]));
        assert_eq!(options("app.publisher_flow_enabled", Value::Null), json!([null, true, false]));
        let timeouts = json!([1, 5, 10, 15, 30, 60, 90, 120, 240, 480, 720]);
        assert_eq!(options("app.guestJwtTimeout", json!(15)), timeouts);

        let score = takes("site.RecaptchaScoreThreshold", json!(0.5));
        assert_eq!((score.kind, score.min, score.max), ("number", Some(json!(0.5)), Some(json!(1))));
        let minutes = takes("app.sessionTimeoutInMinutes", Value::Null);
        assert_eq!((minutes.kind, minutes.min, minutes.is_optional), ("number", Some(json!(1)), true));
        let callback = takes("site.apexCallback", Value::Null);
        assert!(callback.kind == "text" && callback.is_optional && callback.rule.is_some());

        for (path, kind) in [
            ("org.ipRanges", "ranges"),
            ("app.refreshTokenIpAllowlist", "ranges"),
            ("app.oauthScopes", "list"),
            ("corsOrigins", "list"),
            ("users.permissionSets", "list"),
        ] {
            assert_eq!(takes(path, json!([])).kind, kind, "{path}");
        }
        assert_eq!(takes("org.profiles", json!({})).kind, "json");
        assert_eq!(takes("switches.uvid_claim_name", json!("uvid")).kind, "text");
        assert_eq!(takes("switches.emit_expires_in", json!(false)).kind, "switch");
    }
}
