//! Writes JSON into a buffer that leaves nothing behind when it grows.

use zeroize::Zeroizing;

use crate::error::Error;
use crate::json::{self, Json, push_number, push_string};

/// Values in arrays and objects, with a comma wherever one belongs.
#[derive(Default)]
pub(super) struct Writer {
    text: Zeroizing<String>,
}

impl Writer {
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn clear(&mut self) {
        self.text = Zeroizing::default();
    }

    pub fn open(&mut self, bracket: char) -> &mut Self {
        self.separate(1);
        self.text.push(bracket);
        self
    }

    pub fn close(&mut self, bracket: char) -> &mut Self {
        self.reserve(1);
        self.text.push(bracket);
        self
    }

    pub fn string(&mut self, text: &str) -> &mut Self {
        self.separate(text.len().saturating_mul(6).saturating_add(2));
        push_string(&mut self.text, text);
        self
    }

    pub fn string_or_null(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.string(text),
            None => self.raw("null"),
        }
    }

    pub fn number(&mut self, number: f64) -> &mut Self {
        self.separate(40);
        push_number(&mut self.text, number);
        self
    }

    pub fn flag(&mut self, flag: bool) -> &mut Self {
        self.raw(if flag { "true" } else { "false" })
    }

    pub fn json(&mut self, json: &Json) -> &mut Self {
        self.raw(&json::to_text(json).unwrap_or_default())
    }

    /// What is JSON already.
    pub fn raw(&mut self, json: &str) -> &mut Self {
        self.separate(json.len());
        self.text.push_str(json);
        self
    }

    /// The name of a member; its value comes next.
    pub fn name(&mut self, name: &str) -> &mut Self {
        self.string(name);
        self.close(':')
    }

    /// A string member, left out where it is absent.
    pub fn member(&mut self, name: &str, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.name(name).string(text),
            None => self,
        }
    }

    /// Bytes as an array of numbers.
    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.open('[');
        for byte in bytes {
            self.number(f64::from(*byte));
        }
        self.close(']')
    }

    /// An error with the names that the npm package documents, but for its texts: those are the package's, by code and hint.
    pub fn error(&mut self, error: &Error) -> &mut Self {
        self.open('{');
        self.member("code", Some(error.code().as_str()));
        self.member("step", Some(error.step().as_str()));
        let (hint, sent) = error.hint_word();
        self.member("hint", hint).member("sent", sent);
        self.name("retryable").flag(error.retryable());
        if let Some(status) = error.status() {
            self.name("status").number(status.into());
        }
        self.member("error", error.error());
        self.member("errorDescription", error.error_description());
        self.close('}')
    }

    /// A comma unless this is the first, and room for so many bytes more.
    fn separate(&mut self, length: usize) {
        self.reserve(length.saturating_add(1));
        if !self.text.is_empty() && !self.text.ends_with(['[', '{', ':']) {
            self.text.push(',');
        }
    }

    /// Moves to a larger buffer where this one is too small; the smaller is wiped.
    fn reserve(&mut self, length: usize) {
        let needed = self.text.len().saturating_add(length);
        if needed > self.text.capacity() {
            let mut larger = Zeroizing::new(String::with_capacity(needed.saturating_mul(2)));
            larger.push_str(&self.text);
            self.text = larger;
        }
    }
}
