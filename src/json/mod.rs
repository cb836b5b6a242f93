//! JSON of our own, the same on all targets. A text is passed over once to make sure that it is JSON, and from then on read where it
//! lies: no tree is built, and what is not asked for costs nothing.

mod custom_data;
mod number;
mod scan;
mod value;
mod writer;

use std::fmt;

use serde::ser::{Serialize, SerializeMap as _, Serializer};

pub(crate) use custom_data::serialized_object;
#[cfg(feature = "js")]
pub(crate) use value::Items;
pub(crate) use value::Value;
pub(crate) use writer::Writer;

/// A JSON value, such as the claims of an id token. It is kept as its text, in which what is asked for is looked up; two are equal
/// where their texts are.
#[derive(Clone, PartialEq, Eq)]
pub struct Json(Box<str>);

impl Json {
    /// Parses a document. `None` for anything that is no JSON, and for one that nests deeper than 64.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Value::parse(text).map(Self::from)
    }

    pub(crate) fn value(&self) -> Value<'_> {
        Value(&self.0)
    }

    /// The text, as it came.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// The member `key` of an object. `None` where there is none, where it is `null`, and in anything but an object. Where a key
    /// repeats, the last one counts.
    pub fn get(&self, key: &str) -> Option<Json> {
        self.value().get(key).map(Json::from)
    }

    /// The string member `key`.
    pub fn str(&self, key: &str) -> Option<String> {
        self.value().str(key)
    }

    /// The number member `key`. Every number is a double, as in JavaScript.
    pub fn number(&self, key: &str) -> Option<f64> {
        self.value().number(key)
    }

    /// The value as a string.
    pub fn as_str(&self) -> Option<String> {
        self.value().as_str()
    }

    /// The value as a number.
    pub fn as_number(&self) -> Option<f64> {
        self.value().as_number()
    }

    /// The value as a truth value.
    pub fn as_bool(&self) -> Option<bool> {
        self.value().as_bool()
    }

    /// The elements of an array; empty for anything else.
    pub fn elements(&self) -> Vec<Json> {
        self.value().elements().map(Json::from).collect()
    }

    /// The members of an object in their order; empty for anything else.
    pub fn members(&self) -> Vec<(String, Json)> {
        let mut items = self.value().members();
        let mut members = Vec::new();
        while let (Some(name), Some(member)) = (items.next(), items.next()) {
            members.push((name.as_str().unwrap_or_default(), member.into()));
        }
        members
    }
}

impl From<Value<'_>> for Json {
    fn from(value: Value<'_>) -> Self {
        Self(value.raw().into())
    }
}

/// `null`
impl Default for Json {
    fn default() -> Self {
        Value::NULL.into()
    }
}

/// The text.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text.
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.raw().as_bytes() {
            [b'{', ..] => {
                let (mut items, mut map) = (self.members(), serializer.serialize_map(None)?);
                while let (Some(name), Some(member)) = (items.next(), items.next()) {
                    map.serialize_entry(&name, &member)?;
                }
                map.end()
            }
            [b'[', ..] => serializer.collect_seq(self.elements()),
            [b'"', ..] => serializer.serialize_str(&self.as_str().unwrap_or_default()),
            [b't' | b'f', ..] => serializer.serialize_bool(self.as_bool() == Some(true)),
            [b'n', ..] | [] => serializer.serialize_unit(),
            _ => serializer.serialize_f64(self.as_number().unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_looked_up_in_their_text() {
        let claims = Json::parse(r#" {"sub":"\u0061da","amr":["pwd",7],"exp":1.5,"ok":true,"not":null} "#).unwrap();
        assert_eq!((claims.str("sub").as_deref(), claims.number("exp")), (Some("ada"), Some(1.5)));
        let amr = claims.get("amr").unwrap();
        assert_eq!((amr.elements()[0].as_str().as_deref(), amr.elements()[1].as_number()), (Some("pwd"), Some(7.0)));
        assert_eq!((claims.get("ok").and_then(|ok| ok.as_bool()), claims.get("not")), (Some(true), None));
        let names: Vec<_> = claims.members().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["sub", "amr", "exp", "ok", "not"]);
        assert_eq!(claims.to_string(), r#"{"sub":"\u0061da","amr":["pwd",7],"exp":1.5,"ok":true,"not":null}"#);
        assert_eq!(Json::default().raw(), "null");
    }

    #[test]
    fn what_is_serialized_is_the_same_value() {
        let text = r#"{"a": [1.5,-2.5,"x\"\\\n",null,true,false,{}], "\u00e9": {"": []}}"#;
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(read(&serde_json::to_string(&Json::parse(text).unwrap()).unwrap()), read(text));
    }
}
