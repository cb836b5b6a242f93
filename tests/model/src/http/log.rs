//! The request log: what arrived, with secrets masked before anything is kept.

use std::collections::VecDeque;

use ::http::HeaderMap;
use serde::Serialize;
use serde_json::{Map, Value};

use super::call::{Call, Params};

const SIZE: usize = 1000;
/// Of a longer body only its length is kept: memory stays flat whatever is sent. In bytes.
const LONGEST_BODY: usize = 16 * 1024;
const MASK: &str = "***";

/// Names of headers, parameters and JSON keys whose values are never kept.
const SECRETS: [&str; 11] = [
    "authorization",
    "password",
    "newpassword",
    "otp",
    "code",
    "code_verifier",
    "client_secret",
    "client_assertion",
    "access_token",
    "refresh_token",
    "token",
];

/// Shown whole, although one of its keys is called like a secret.
const SHOWN: &str = "recaptchaevent";

#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    method: String,
    path: String,
    query: Value,
    headers: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    json: Option<Value>,
    /// 0 for a request that was dropped without an answer.
    status: u16,
}

#[derive(Default)]
pub struct RequestLog(VecDeque<Entry>);

impl RequestLog {
    pub fn add(&mut self, call: &Call, full_path: &str, status: u16) {
        if self.0.len() == SIZE {
            self.0.pop_front();
        }
        self.0.push_back(Entry {
            method: call.method.to_string(),
            path: full_path.into(),
            query: params(&call.query),
            headers: headers(&call.headers),
            form: (!call.form.is_empty()).then(|| too_long(call).unwrap_or_else(|| params(&call.form))),
            json: json_body(call),
            status,
        });
    }

    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter()
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }
}

/// A body that says it is JSON, and is, also where the endpoint reads none.
fn json_body(call: &Call) -> Option<Value> {
    if !call.has_content_type("application/json") {
        return None;
    }
    too_long(call).or_else(|| serde_json::from_slice(&call.body).ok().as_ref().map(json))
}

/// In place of a body that is too long to keep.
fn too_long(call: &Call) -> Option<Value> {
    (call.body.len() > LONGEST_BODY)
        .then(|| serde_json::json!({ "(too long to keep)": format!("{} bytes", call.body.len()) }))
}

fn is_secret(name: &str) -> bool {
    SECRETS.iter().any(|secret| secret.eq_ignore_ascii_case(name))
}

fn mask_if_secret(name: &str, value: &str) -> Value {
    Value::from(if is_secret(name) { MASK } else { value })
}

fn params(params: &Params) -> Value {
    let shown = |(name, value): (&str, &str)| {
        let masked = if is_secret(name) { MASK.into() } else { json_text(value) };
        (name.to_owned(), Value::from(masked))
    };
    params.iter().map(shown).collect::<Map<_, _>>().into()
}

/// A form may carry JSON as text, `customdata` at a login by hint. It is shown as it came unless it holds a secret.
fn json_text(text: &str) -> String {
    let parsed = if text.trim_start().starts_with(['{', '[']) { serde_json::from_str(text).ok() } else { None };
    let masked = parsed.as_ref().map(json).filter(|masked| Some(masked) != parsed.as_ref());
    masked.map_or_else(|| text.to_owned(), |masked| masked.to_string())
}

fn headers(headers: &HeaderMap) -> Value {
    let mut shown = Map::new();
    for name in headers.keys() {
        let values = headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
        let value = values.collect::<Vec<_>>().join(", ");
        // A visitor id is no secret, but a JWT in its place is a bearer token.
        let is_jwt = name == "uvid-hint" && (value.contains("eyJ") || value.starts_with("JWT"));
        let value = match value.split_once('?') {
            _ if is_jwt => Value::from(MASK),
            // A page that a redirect has led to has a code in its address.
            Some((page, _)) if name == "referer" => Value::from(format!("{page}?{MASK}")),
            _ => mask_if_secret(name.as_str(), &value),
        };
        shown.insert(name.as_str().into(), value);
    }
    shown.into()
}

fn json(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let masked = |(name, value): (&String, &Value)| {
                let shown = match value {
                    Value::Null => Value::Null,
                    _ if is_secret(name) => Value::from(MASK),
                    value if name == SHOWN => value.clone(),
                    value => json(value),
                };
                (name.clone(), shown)
            };
            object.iter().map(masked).collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.iter().map(json).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json as value;

    use super::*;

    #[test]
    fn secrets_are_masked_at_any_depth_and_recaptcha_is_not() {
        let body = value!({
            "password": "p", "otp": null, "userdata": { "newPassword": "p", "email": "e" },
            "recaptcha": "ok", "recaptchaevent": { "token": "t" }
        });
        let shown = value!({
            "password": "***", "otp": null, "userdata": { "newPassword": "***", "email": "e" },
            "recaptcha": "ok", "recaptchaevent": { "token": "t" }
        });
        assert_eq!(json(&body), shown);
    }

    #[test]
    fn secrets_are_masked_in_json_that_a_form_carries() {
        let form = Params::parse("a=%20{\"password\":\"p\",\"n\":1}&b={ \"n\": 1 }&c={not json&d=[{\"otp\":\"1\"}]");
        let shown = value!({ "a": r#"{"password":"***","n":1}"#, "b": r#"{ "n": 1 }"#, "c": "{not json", "d": r#"[{"otp":"***"}]"# });
        assert_eq!(params(&form.unwrap_or_default()), shown);
    }

    #[test]
    fn a_jwt_hint_is_masked_and_a_visitor_id_is_not() {
        let hint = |text: &str| {
            let mut map = HeaderMap::new();
            map.insert("uvid-hint", text.parse().unwrap_or_else(|_| unreachable!()));
            headers(&map)["uvid-hint"].clone()
        };
        assert_eq!(hint("UVID 3f0b9d0e-1b2c-4d5e-8f90-123456789abc"), "UVID 3f0b9d0e-1b2c-4d5e-8f90-123456789abc");
        assert_eq!(hint("JWT eyJ0eXAi"), "***");
        assert_eq!(hint("eyJ0eXAi"), "***");
    }

    #[test]
    fn the_query_of_a_referer_is_masked() {
        let mut map = HeaderMap::new();
        map.insert("referer", "http://127.0.0.1:8787/?code=aPrx&state=s".parse().unwrap_or_else(|_| unreachable!()));
        assert_eq!(headers(&map)["referer"], "http://127.0.0.1:8787/?***");
    }
}
