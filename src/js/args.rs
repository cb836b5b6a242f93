//! Values on their way in. Anything may come: wrong types, throwing getters, proxies, lone surrogates. Each becomes an
//! error with a hint that names the key, and none of them is ever quoted.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{JSON, Reflect};
use wasm_bindgen::JsValue;

use crate::error::Error;
use crate::js::signal::Signal;
use crate::js::value::plain;
use crate::json::Json;

/// An object whose members are read by name.
///
/// What is not as it must be is read as if it were absent, and remembered: [`Self::finish`] tells of the first. So the readers
/// go straight through, without a way out after each member that drops what was read before it (2 kB, brotli).
pub(super) struct Args {
    /// `undefined` where there is none.
    object: JsValue,
    /// What kind of error a bad member is.
    refuse: fn(&'static str) -> Error,
    failure: Rc<Cell<Option<Error>>>,
}

impl Args {
    /// Members of any object, with the error that a bad one gives.
    pub fn of(object: &JsValue, refuse: fn(&'static str) -> Error, hint: &'static str) -> Self {
        let args = Self { object: object.clone(), refuse, failure: Rc::default() };
        args.must(object.is_object(), hint);
        args
    }

    /// Members of an object inside this one.
    pub fn inner(&self, object: &JsValue, hint: &'static str) -> Self {
        self.must(object.is_object(), hint);
        let (refuse, failure) = (self.refuse, self.failure.clone());
        Self { object: object.clone(), refuse, failure }
    }

    /// To be called when everything is read.
    ///
    /// # Errors
    /// The first thing that was not as it must be.
    pub fn finish(&self) -> Result<(), Error> {
        self.failure.take().map_or(Ok(()), Err)
    }

    /// The caller's signal, where there is one.
    pub fn signal(&self) -> Option<Signal> {
        self.converted("signal", "signal must be an AbortSignal.", Signal::read)
    }

    /// Refuses the arguments unless `holds`.
    pub fn must(&self, holds: bool, hint: &'static str) {
        if !holds {
            self.note((self.refuse)(hint));
        }
    }

    /// The value, or nothing with its error remembered.
    pub fn checked<T>(&self, value: Result<T, Error>) -> Option<T> {
        value.map_err(|failure| self.note(failure)).ok()
    }

    fn note(&self, failure: Error) {
        self.failure.set(Some(self.failure.take().unwrap_or(failure)));
    }

    /// The member, `None` where it is `undefined` or `null`.
    pub fn get(&self, key: &str, hint: &'static str) -> Option<JsValue> {
        // Of what is no object nothing is read: that is refused already.
        let value = Reflect::get(&self.object, &key.into());
        self.must(value.is_ok() || !self.object.is_object(), hint);
        value.ok().filter(|value| !value.is_undefined() && !value.is_null())
    }

    /// A member that `convert` takes, `None` where it is absent.
    fn converted<T>(&self, key: &str, hint: &'static str, convert: impl FnOnce(&JsValue) -> Option<T>) -> Option<T> {
        let converted = convert(&self.get(key, hint)?);
        self.must(converted.is_some(), hint);
        converted
    }

    /// A string member, `None` where it is absent.
    pub fn text(&self, key: &str, hint: &'static str) -> Option<String> {
        self.converted(key, hint, text)
    }

    /// A string member that must be there and must not be empty.
    pub fn required_text(&self, key: &str, hint: &'static str) -> String {
        let text = self.text(key, hint).unwrap_or_default();
        self.must(!text.is_empty(), hint);
        text
    }

    /// A number member that is not negative, `None` where it is absent. `NaN` is no number.
    pub fn number(&self, key: &str, hint: &'static str) -> Option<f64> {
        self.converted(key, hint, |value| value.as_f64().filter(|number| *number >= 0.0))
    }

    /// A boolean member, `false` where it is absent.
    pub fn flag(&self, key: &str, hint: &'static str) -> bool {
        self.converted(key, hint, JsValue::as_bool).unwrap_or_default()
    }

    /// A string member that is one of these words, as what stands beside it.
    pub fn one_of<T: Copy>(&self, key: &str, hint: &'static str, words: &[(&str, T)]) -> Option<T> {
        let given = self.text(key, hint)?;
        let found = words.iter().find(|(word, _)| *word == given).map(|(_, value)| *value);
        self.must(found.is_some(), hint);
        found
    }

    /// The JSON text of a member that is an object, `None` where it is absent. One with a lone surrogate anywhere is refused,
    /// which `JSON.stringify` writes as an escape and the parser as another character.
    pub fn json_object(&self, key: &str, hint: &'static str) -> Option<String> {
        self.converted(key, hint, |value| {
            let text = JSON::stringify(value).ok()?.as_string()?;
            let again = JSON::stringify(&plain(&Json::parse(&text)?)).ok()?.as_string()?;
            (text.starts_with('{') && text == again).then_some(text)
        })
    }
}

/// A JavaScript string that is well-formed: a lone surrogate has no UTF-8, and would arrive as another password.
pub(super) fn text(value: &JsValue) -> Option<String> {
    value.as_string().filter(|text| JsValue::from_str(text) == *value)
}
