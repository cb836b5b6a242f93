//! JSON as plain values, with a reader and a writer of its own, the same on all targets: 4 kB of the shipped wasm. `serde_json`
//! would be 12 to 18 kB after brotli.

mod read;
mod write;

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use zeroize::Zeroizing;

use crate::error::{Error, Hint};
use crate::text::push_hex;

#[cfg(feature = "js")]
pub(crate) use write::number as push_number;

/// How deep a document may nest. Answers nest three deep; a hostile one must not use up the stack.
const MAX_DEPTH: u32 = 64;

/// A JSON value. Object keys keep their order; where one repeats, the last wins on lookup.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// Every number is a double, as in JavaScript.
    Number(f64),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Parses a document. `None` for anything that is no JSON, and for one that nests deeper than 64.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        read::document(text)
    }

    /// An object of those members that there are.
    pub(crate) fn object(members: Vec<(&str, Option<Json>)>) -> Self {
        let mut present = Vec::new();
        for (key, value) in members {
            if let Some(value) = value {
                present.push((key.to_owned(), value));
            }
        }
        Self::Object(present)
    }

    /// The member `key` of an object. `None` where there is none, where it is `null`, and in anything but an object.
    pub fn get(&self, key: &str) -> Option<&Json> {
        match self {
            Self::Object(members) => members
                .iter()
                .rev()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value)
                .filter(|value| !matches!(value, Self::Null)),
            _ => None,
        }
    }

    /// The string member `key`.
    pub fn str(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// The number member `key`.
    pub fn number(&self, key: &str) -> Option<f64> {
        match self.get(key)? {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The value as a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of an array; empty for anything else.
    pub fn elements(&self) -> &[Json] {
        match self {
            Self::Array(elements) => elements,
            _ => &[],
        }
    }
}

/// A value as JSON text.
pub(crate) fn to_text(value: &Json) -> Option<String> {
    let mut text = String::new();
    write::value(&mut text, value);
    Some(text)
}

/// Custom data of the app's own as the text of a JSON object.
///
/// # Errors
/// `invalid_argument` for what is no object, or has no JSON.
pub(crate) fn serialized_object(data: &impl Serialize) -> Result<String, Error> {
    backend::to_text(data).filter(|text| text.starts_with('{')).ok_or_else(|| Error::argument(Hint::CustomData))
}

/// A member of an object that is written by [`object_text`].
pub(crate) enum Member<'a> {
    Text(&'a str),
    /// Text that is JSON already.
    Raw(&'a str),
}

/// Writes an object into a buffer that never moves, so that no half-built copy of a password stays behind in memory.
pub(crate) fn object_text(members: &[(&str, Member<'_>)]) -> Zeroizing<String> {
    // An escape takes at most six bytes; quotes, colon and comma take six more.
    let length = |(key, value): &(&str, Member<'_>)| match value {
        Member::Text(text) => key.len().saturating_add(text.len().saturating_mul(6)).saturating_add(6),
        Member::Raw(json) => key.len().saturating_add(json.len()).saturating_add(6),
    };
    let capacity = members.iter().map(length).fold(2, usize::saturating_add);
    let mut out = Zeroizing::new(String::with_capacity(capacity));
    for (key, value) in members {
        let before = if out.is_empty() { '{' } else { ',' };
        out.push(before);
        push_string(&mut out, key);
        out.push(':');
        match value {
            Member::Text(text) => push_string(&mut out, text),
            Member::Raw(json) => out.push_str(json),
        }
    }
    if out.is_empty() {
        out.push('{');
    }
    out.push('}');
    out
}

/// Appends a string literal.
pub(crate) fn push_string(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(position) = rest.bytes().position(|byte| byte < b' ' || matches!(byte, b'"' | b'\\')) {
        let (plain, special) = rest.split_at_checked(position).unwrap_or_default();
        let (special, after) = special.split_at_checked(1).unwrap_or_default();
        out.push_str(plain);
        match special.bytes().next() {
            Some(byte @ 0..b' ') => {
                out.push_str("\\u00");
                push_hex(out, byte);
            }
            _ => {
                out.push('\\');
                out.push_str(special);
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out.push('"');
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(value) => serializer.serialize_f64(*value),
            Self::String(value) => serializer.serialize_str(value),
            Self::Array(elements) => elements.serialize(serializer),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (key, value) in members {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

/// The text of what a Rust app gives.
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
mod backend {
    use serde::Serialize;
    use serde_wasm_bindgen::Serializer;

    pub(super) fn to_text(value: &impl Serialize) -> Option<String> {
        let value = value.serialize(&Serializer::json_compatible()).ok()?;
        js_sys::JSON::stringify(&value).ok()?.as_string()
    }
}

/// The text of what a Rust app gives.
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
mod backend {
    use serde::Serialize;

    pub(super) fn to_text(value: &impl Serialize) -> Option<String> {
        serde_json::to_string(value).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::error::Code;

    #[test]
    fn members_are_found_by_name_and_null_is_absent() {
        let json = Json::parse(r#"{"a":"x","n":null,"i":3.5,"list":["y"],"o":{"b":true}}"#).unwrap();
        assert_eq!(json.str("a"), Some("x"));
        assert_eq!(json.get("n"), None);
        assert_eq!(json.number("i"), Some(3.5));
        assert_eq!(json.str("i"), None);
        assert_eq!(json.get("list").unwrap().elements(), [Json::String("y".to_owned())]);
        assert_eq!(json.get("o").and_then(|o| o.get("b")), Some(&Json::Bool(true)));
    }

    #[test]
    fn depth_is_limited() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(Json::parse(&nested(64)).is_some());
        assert!(Json::parse(&nested(65)).is_none());
        assert!(Json::parse(&nested(100_000)).is_none());
    }

    #[test]
    fn an_object_is_written_member_by_member() {
        let members = [("a", Member::Text("x\"\\\n\u{7f}é")), ("b", Member::Raw("[1,null]"))];
        assert_eq!(*object_text(&members), "{\"a\":\"x\\\"\\\\\\u000a\u{7f}é\",\"b\":[1,null]}");
        assert_eq!(*object_text(&[]), "{}");
    }

    #[test]
    fn only_an_object_is_custom_data() {
        assert_eq!(serialized_object(&Json::object(vec![("a", Some(Json::Null))])).unwrap(), r#"{"a":null}"#);
        for other in [Json::Array(vec![Json::Object(Vec::new())]), Json::String("{}".to_owned()), Json::Null] {
            assert_eq!(serialized_object(&other).unwrap_err().code(), Code::InvalidArgument);
        }
    }

    proptest! {
        #[test]
        fn what_we_write_the_reference_reads(key in ".*", text in "(.|[\u{0}-\u{1f}\"\\\\])*") {
            let written = object_text(&[(&key, Member::Text(&text))]);
            let read: serde_json::Value = serde_json::from_str(&written).unwrap();
            prop_assert_eq!(read.get(&key).and_then(serde_json::Value::as_str), Some(text.as_str()));
        }

        #[test]
        fn no_text_is_too_odd(text in ".*") {
            let ours = Json::parse(&text).is_some();
            prop_assert_eq!(ours, serde_json::from_str::<serde_json::Value>(&text).is_ok());
        }
    }
}
