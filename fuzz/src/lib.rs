//! What the targets have in common: answers as text, and marks in the place of secrets.

use headless_identity::{Error, HttpResponse, Json};
use serde_json::Value;

/// Stands where a secret stands. Nothing that is printed may contain it.
pub const MARK: &str = "-hunter2-hunter2-";

/// The documented names of what nobody may see.
const SECRETS: [&str; 5] = ["access_token", "refresh_token", "id_token", "code", "code_verifier"];

/// What serde_json reads of this, with one half of a surrogate pair read as U+FFFD: `JSON.parse` takes it, and so does the crate, for
/// a cut emoji in a server's text must not spoil its answer. serde_json refuses it.
pub fn reference(text: &str) -> Option<Value> {
    let (mut whole, mut rest) = (String::new(), text);
    while let Some(position) = rest.find('\\') {
        let (before, escape) = rest.split_at(position);
        whole.push_str(before);
        let unit = |text: &str| u16::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok();
        let length = match (unit(escape), escape.get(6..).and_then(unit)) {
            (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => 12,
            (Some(0xd800..0xe000), _) => {
                whole.push('\u{fffd}');
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
            _ => 1 + escape.chars().nth(1).map_or(0, char::len_utf8),
        };
        let (escape, after) = escape.split_at(length);
        whole.push_str(escape);
        rest = after;
    }
    whole.push_str(rest);
    serde_json::from_str(&whole).ok()
}

/// `JSON.parse` takes a number that is too large for infinity, and so does the crate; serde_json refuses it.
pub fn is_finite(json: &Json) -> bool {
    json.as_number().is_none_or(f64::is_finite)
        && json.elements().iter().all(is_finite)
        && json.members().iter().all(|(_, member)| is_finite(member))
}

/// Whether two numbers are the same but for the last bits, which the crate does not promise beyond 15 digits; nor does serde_json,
/// as it is used here, for what is nearly nothing.
pub fn is_close(one: f64, other: f64) -> bool {
    one == other || (one - other).abs() <= (other.abs() * 1e-12).max(1e-200)
}

/// An answer as an input: a line with status and media type, a line with the URL, an empty line, the body.
///
/// Each secret in it becomes what `replace` makes of its name and itself.
pub fn answer(input: &[u8], replace: fn(&str, &str) -> String) -> Option<HttpResponse> {
    let input = str::from_utf8(input).ok()?;
    let (head, body) = input.split_once("\n\n")?;
    let (line, url) = head.split_once('\n')?;
    let (status, content_type) = line.split_once(' ').unwrap_or((line, ""));
    let status = status.parse().ok().filter(|status| (100..600).contains(status))?;
    let url = address(url, replace);
    let body = match serde_json::from_str(body) {
        Ok(json) => json_with(json, replace).to_string(),
        Err(_) if body.contains('=') && !body.trim_start().starts_with('<') => form(body, replace),
        Err(_) => body.to_owned(),
    };
    Some(HttpResponse::new(status, url, content_type, body))
}

/// Every secret becomes the mark.
pub fn mark(_name: &str, _secret: &str) -> String {
    MARK.to_owned()
}

/// An address, with the secrets of its query replaced.
pub fn address(url: &str, replace: fn(&str, &str) -> String) -> String {
    let (url, fragment) = url.split_once('#').map_or((url, None), |(url, fragment)| (url, Some(fragment)));
    let Some((place, query)) = url.split_once('?') else { return url.to_owned() };
    let mut url = format!("{place}?{}", form(query, replace));
    if let Some(fragment) = fragment {
        url.push('#');
        url.push_str(fragment);
    }
    url
}

fn form(text: &str, replace: fn(&str, &str) -> String) -> String {
    if !SECRETS.iter().any(|name| text.contains(name)) {
        return text.to_owned(); // as it is, with whatever is odd about it
    }
    let replaced = form_urlencoded::parse(text.as_bytes()).map(|(name, value)| {
        let value = if SECRETS.contains(&&*name) { replace(&name, &value).into() } else { value };
        (name, value)
    });
    form_urlencoded::Serializer::new(String::new()).extend_pairs(replaced).finish()
}

fn json_with(json: Value, replace: fn(&str, &str) -> String) -> Value {
    match json {
        Value::Array(elements) => elements.into_iter().map(|element| json_with(element, replace)).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| match value {
                Value::String(secret) if SECRETS.contains(&name.as_str()) && !secret.is_empty() => {
                    let secret = Value::String(replace(&name, &secret));
                    (name, secret)
                }
                value => (name, json_with(value, replace)),
            })
            .collect(),
        other => other,
    }
}

/// Nothing that a log could get of the answer and of its error shows a mark.
pub fn keeps_secrets(response: &HttpResponse, error: Option<&Error>) {
    let printed = format!("{response:?}");
    assert!(!printed.contains(MARK), "the answer shows a secret: {printed}");
    if let Some(error) = error {
        let printed = format!("{error} {error:?} {} {:?} {:?}", error.hint(), error.error(), error.error_description());
        assert!(!printed.contains(MARK), "the error shows a secret: {printed}");
        assert!(error.status() == Some(response.status) || error.status().is_none());
        for words in [error.error(), error.error_description()].into_iter().flatten() {
            assert!(words.len() <= 4000, "the error is as long as the server likes");
        }
    }
}

/// Two texts out of one input, at its first NUL.
pub fn two(input: &[u8]) -> Option<(&str, &str)> {
    let text = str::from_utf8(input).ok()?;
    Some(text.split_once('\0').unwrap_or((text, "")))
}
