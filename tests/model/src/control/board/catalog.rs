//! Every policy with the settings it is made of, and every setting with what it takes and what Setup calls it. Nothing of this
//! is written down twice: settings come from the serialised presets, what they take from asking them, and which policy a
//! setting belongs to from the policy's own row.

use std::sync::OnceLock;

use serde_json::{Value, json};

use super::{
    labels::{INVERTED, LABELS, NOT_SHOWN, VALUES},
    probe::{Probe, Takes},
};
use crate::{
    policy::{Level, POLICIES, Policy},
    settings::{Preset, User},
};

/// Stands for the site's address in the presets.
const SITE_URL: &str = "{siteUrl}";

/// `{presets, user, policies, settings, notShown}`: what never changes while the program runs.
pub fn catalog() -> &'static Value {
    static CATALOG: OnceLock<Value> = OnceLock::new();
    CATALOG.get_or_init(make)
}

fn make() -> Value {
    let ready = json!(Preset::Ready.settings(SITE_URL));
    let (probe, leaves) = (Probe::new(), leaves(&ready));
    let shown: Vec<_> = leaves.iter().filter(|(path, _)| !NOT_SHOWN.contains(&path.as_str())).collect();
    let paths: Vec<&str> = shown.iter().map(|(path, _)| path.as_str()).collect();
    json!({
        "presets": { "ready": ready, "fresh": Preset::Fresh.settings(SITE_URL) },
        "user": User::new("", ""),
        "policies": policies(&paths),
        "settings": shown.iter().map(|(path, value)| setting(path, &probe.takes(path, value))).collect::<Value>(),
        "notShown": NOT_SHOWN,
    })
}

/// Paths and values of all settings, a user's as `users.…`. An object without fields is a setting itself.
pub fn leaves(settings: &Value) -> Vec<(String, Value)> {
    fn walk(path: &str, value: &Value, found: &mut Vec<(String, Value)>) {
        match value {
            Value::Object(fields) if !fields.is_empty() => {
                fields.iter().for_each(|(key, value)| walk(&format!("{path}.{key}"), value, found));
            }
            value => found.push((path.to_owned(), value.clone())),
        }
    }
    let mut found = Vec::new();
    for (key, value) in settings.as_object().into_iter().flatten() {
        let user = value.get(0).filter(|_| key == "users");
        walk(key, user.unwrap_or(value), &mut found);
    }
    found
}

fn setting(path: &str, takes: &Takes) -> Value {
    let label = LABELS.iter().find(|(of, _)| *of == path).map(|(_, label)| *label);
    let names =
        VALUES.iter().filter(|(of, ..)| *of == path).map(|(_, value, label)| ((*value).to_owned(), json!(label)));
    json!({
        "path": path,
        "name": path.split_once('.').map_or(path, |(_, name)| name),
        "level": level_of(path),
        "label": label,
        "kind": takes.kind,
        "options": takes.options,
        "names": names.collect::<serde_json::Map<_, _>>(),
        "min": takes.min,
        "max": takes.max,
        "optional": takes.is_optional,
        "inverted": INVERTED.contains(&path),
        "rule": takes.rule,
    })
}

fn level_of(path: &str) -> &str {
    match path.split('.').next().unwrap_or_default() {
        "corsOrigins" => "org",
        "users" => "user",
        level => level,
    }
}

/// A setting is at home with the first policy that names it; the others only mention it.
fn policies(paths: &[&str]) -> Value {
    let mut settled = Vec::new();
    let mut rows = Vec::new();
    for policy in POLICIES {
        let named = paths.iter().filter(|path| names(policy, path));
        let (mentioned, own): (Vec<&str>, Vec<&str>) = named.partition(|path| settled.contains(*path));
        rows.push(json!({
            "id": policy.id,
            "level": level_name(policy.level),
            "setting": policy.setting,
            "refuses": policy.refuses,
            "answer": policy.answer,
            "default": policy.default,
            "settings": own,
            "mentions": mentioned,
        }));
        settled.extend(own);
    }
    rows.into()
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Org => "org",
        Level::Site => "site",
        Level::App => "app",
        Level::User => "user",
    }
}

/// Whether a policy's row speaks of the setting: by its name at the policy's own level, or by its whole path.
fn names(policy: &Policy, path: &str) -> bool {
    let mut words = policy.setting.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.');
    let own_level = level_name(policy.level) == level_of(path);
    words.any(|word| word == path || (own_level && path.split('.').skip(1).any(|part| part == word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts<'a>(rows: &'a Value, key: &str) -> Vec<&'a str> {
        rows.as_array().into_iter().flatten().filter_map(|row| row[key].as_str()).collect()
    }

    #[test]
    fn labels_are_of_settings_that_there_are() {
        let paths = texts(&catalog()["settings"], "path");
        let labelled = LABELS.iter().map(|(path, _)| path);
        for path in labelled.chain(INVERTED).chain(VALUES.iter().map(|(path, ..)| path)) {
            assert!(paths.contains(path), "{path}");
        }
        for (path, value, _) in VALUES {
            let takes =
                |setting: &&Value| setting["path"] == *path && json!(setting["options"]).to_string().contains(value);
            assert!(
                catalog()["settings"].as_array().into_iter().flatten().any(|setting| takes(&setting)),
                "{path} {value}"
            );
        }
    }

    #[test]
    fn a_setting_is_at_home_once_and_only_facts_have_none() {
        let rows = catalog()["policies"].as_array().cloned().unwrap_or_default();
        let own = |row: &Value| row["settings"].as_array().cloned().unwrap_or_default();
        let mut homes: Vec<_> = rows.iter().flat_map(own).map(|path| path.to_string()).collect();
        let count = homes.len();
        homes.sort();
        homes.dedup();
        assert_eq!(homes.len(), count);
        let bare = |row: &&Value| own(row).is_empty() && row["mentions"].as_array().is_none_or(Vec::is_empty);
        let facts: Vec<_> = rows.iter().filter(bare).filter_map(|row| row["id"].as_str()).collect();
        let expected = [
            "site-prefix",
            "start-unguarded",
            "app-flow-off-later",
            "app-refresh-under-way",
            "app-removed",
            "app-revocation",
            "user-five-approvals",
        ];
        assert_eq!(facts, expected);
        let mentioning = |id: &str| rows.iter().find(|row| row["id"] == id).map(|row| row["mentions"].clone());
        assert_eq!(mentioning("app-self-authorized"), Some(json!(["app.permittedUsersPolicyType"])));
        assert_eq!(mentioning("app-publisher-on"), Some(json!(["app.publisher_flow_enabled"])));
    }
}
