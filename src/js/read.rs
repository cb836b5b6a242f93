//! Reads what the driver has written. It writes what it must, so what is missing is left out on purpose.

use std::time::Duration;
use std::vec::IntoIter;

use crate::json::Json;

/// The elements of an array, one after the other.
pub(super) struct Elements(IntoIter<Json>);

impl Elements {
    pub fn of(json: Json) -> Self {
        match json {
            Json::Array(elements) => Self(elements.into_iter()),
            _ => Self(Vec::new().into_iter()),
        }
    }

    pub fn next(&mut self) -> Json {
        self.0.next().unwrap_or(Json::Null)
    }

    pub fn text(&mut self) -> String {
        text(self.next()).unwrap_or_default()
    }

    pub fn number(&mut self) -> u32 {
        number(&self.next()).unwrap_or_default() as u32
    }

    pub fn members(&mut self) -> Members {
        match self.next() {
            Json::Object(members) => Members(members),
            _ => Members(Vec::new()),
        }
    }
}

/// The members of an object, each of which is taken out by its name. So a password moves on, and no copy of it stays behind.
pub(super) struct Members(Vec<(String, Json)>);

impl Members {
    fn take(&mut self, key: &str) -> Option<Json> {
        let position = self.0.iter().position(|(name, _)| name == key)?;
        Some(self.0.swap_remove(position).1)
    }

    pub fn text(&mut self, key: &str) -> Option<String> {
        text(self.take(key)?)
    }

    /// A text that the driver has made sure of.
    pub fn required(&mut self, key: &str) -> String {
        self.text(key).unwrap_or_default()
    }

    pub fn texts(&mut self, key: &str) -> Vec<String> {
        let mut elements = Elements::of(self.take(key).unwrap_or(Json::Null));
        let mut texts = Vec::new();
        while elements.0.len() > 0 {
            texts.push(elements.text());
        }
        texts
    }

    pub fn number(&mut self, key: &str) -> Option<f64> {
        number(&self.take(key)?)
    }

    pub fn millis(&mut self, key: &str) -> Option<Duration> {
        Some(Duration::from_millis(self.number(key)? as u64))
    }

    pub fn flag(&mut self, key: &str) -> bool {
        self.take(key) == Some(Json::Bool(true))
    }

    /// The members of an object in this one.
    pub fn inner(&mut self, key: &str) -> Option<Members> {
        match self.take(key)? {
            Json::Object(members) => Some(Self(members)),
            _ => None,
        }
    }
}

pub(super) fn text(json: Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text),
        _ => None,
    }
}

pub(super) fn number(json: &Json) -> Option<f64> {
    match json {
        Json::Number(number) => Some(*number),
        _ => None,
    }
}
