//! Values on their way in. Anything may come: wrong types, throwing getters, proxies, lone surrogates. Each becomes an
//! error with a hint that names the key, and none of them is ever quoted.

use js_sys::{JSON, JsString, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::abort::Abort;
use crate::error::Error;
use crate::js::signal::Signal;
use crate::json::Json;

/// The arguments of a call, with the caller's signal.
pub(super) type Read<T> = Result<(T, Signal), Error>;

/// An object whose members are read by name.
pub(super) struct Args<'a> {
    object: &'a JsValue,
    /// What kind of error a bad member is.
    refuse: fn(&'static str) -> Error,
}

impl<'a> Args<'a> {
    /// The arguments of a call that needs some.
    pub fn new(object: &'a JsValue) -> Result<Self, Error> {
        Self::of(object, Error::argument, "The argument must be an object.")
    }

    /// The arguments of a call that may go without.
    pub fn optional(object: &'a JsValue) -> Result<Option<Self>, Error> {
        if object.is_undefined() || object.is_null() { Ok(None) } else { Self::new(object).map(Some) }
    }

    /// Members of any object, with the error that a bad one gives.
    pub fn of(object: &'a JsValue, refuse: fn(&'static str) -> Error, hint: &'static str) -> Result<Self, Error> {
        if object.is_object() { Ok(Self { object, refuse }) } else { Err(refuse(hint)) }
    }

    /// The member, `None` where it is `undefined` or `null`.
    pub fn get(&self, key: &str, hint: &'static str) -> Result<Option<JsValue>, Error> {
        let value = Reflect::get(self.object, &key.into()).map_err(|_thrown| (self.refuse)(hint))?;
        Ok(Some(value).filter(|value| !value.is_undefined() && !value.is_null()))
    }

    /// A string member, `None` where it is absent.
    pub fn text(&self, key: &str, hint: &'static str) -> Result<Option<String>, Error> {
        self.get(key, hint)?.map(|value| text(&value).ok_or_else(|| (self.refuse)(hint))).transpose()
    }

    /// A string member that must be there and must not be empty.
    pub fn required_text(&self, key: &str, hint: &'static str) -> Result<String, Error> {
        self.text(key, hint)?.filter(|text| !text.is_empty()).ok_or_else(|| (self.refuse)(hint))
    }

    /// A number member, `None` where it is absent. `NaN` is no number.
    pub fn number(&self, key: &str, hint: &'static str) -> Result<Option<f64>, Error> {
        let number = |value: JsValue| value.as_f64().filter(|number| !number.is_nan());
        self.get(key, hint)?.map(|value| number(value).ok_or_else(|| (self.refuse)(hint))).transpose()
    }

    /// A boolean member, `false` where it is absent.
    pub fn flag(&self, key: &str, hint: &'static str) -> Result<bool, Error> {
        self.get(key, hint)?.map_or(Ok(false), |value| value.as_bool().ok_or_else(|| (self.refuse)(hint)))
    }

    /// The JSON text of a member that is an object, `None` where it is absent. It is read back once: what has no JSON form
    /// or holds a lone surrogate does not survive that.
    pub fn json_object(&self, key: &str, hint: &'static str) -> Result<Option<String>, Error> {
        let Some(value) = self.get(key, hint)? else { return Ok(None) };
        let text = JSON::stringify(&value).ok().and_then(|text| text.as_string());
        let is_object = |text: &String| matches!(Json::parse(text), Some(Json::Object(_)));
        text.filter(is_object).map(Some).ok_or_else(|| (self.refuse)(hint))
    }

    /// The caller's `signal`.
    pub fn signal(&self) -> Result<Signal, Error> {
        const HINT: &str = "signal must be an AbortSignal.";
        match self.get("signal", HINT)? {
            Some(signal) => Signal::listen(&signal, Abort::default()).ok_or_else(|| Error::argument(HINT)),
            None => Ok(Signal::none()),
        }
    }
}

/// A JavaScript string that is well-formed: a lone surrogate has no UTF-8, and would arrive as another password.
pub(super) fn text(value: &JsValue) -> Option<String> {
    value.dyn_ref::<JsString>().filter(|text| text.is_valid_utf16()).map(String::from)
}
