//! Reads what the driver has written. It writes what it must, so what is missing is left out on purpose.

use crate::json::{Items, Value};

/// The elements of an array, one after the other.
pub(super) struct Elements<'a>(Items<'a>);

impl<'a> Elements<'a> {
    pub fn of(json: Value<'a>) -> Self {
        Self(json.elements())
    }

    pub fn next(&mut self) -> Value<'a> {
        self.0.next().unwrap_or(Value::NULL)
    }

    pub fn text(&mut self) -> String {
        self.next().as_str().unwrap_or_default()
    }

    pub fn number(&mut self) -> u32 {
        self.next().as_whole().unwrap_or_default() as u32
    }
}

/// A text that the driver has made sure of.
pub(super) fn required(args: Value<'_>, key: &str) -> String {
    args.str(key).unwrap_or_default()
}

pub(super) fn flag(args: Value<'_>, key: &str) -> bool {
    args.get(key).and_then(Value::as_bool) == Some(true)
}
