//! Values on their way in. Anything may come: wrong types, throwing getters, proxies, lone surrogates. Each becomes an
//! error with a hint that names the key, and none of them is ever quoted.

use js_sys::{JsString, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::abort::Abort;
use crate::error::Error;
use crate::js::signal::Signal;

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

    /// The caller's `signal`.
    pub fn signal(&self) -> Result<Signal, Error> {
        const HINT: &str = "signal must be an AbortSignal.";
        match self.get("signal", HINT)? {
            Some(signal) => Signal::listen(&signal, Abort::default()).ok_or_else(|| Error::argument(HINT)),
            None => Ok(Signal::none()),
        }
    }
}

/// The signal of a call whose only argument is an object that may be left out.
pub(super) fn only_signal(options: &JsValue) -> Result<Signal, Error> {
    if options.is_undefined() || options.is_null() { Ok(Signal::none()) } else { Args::new(options)?.signal() }
}

/// A JavaScript string that is well-formed: a lone surrogate has no UTF-8, and would arrive as another password.
pub(super) fn text(value: &JsValue) -> Option<String> {
    value.dyn_ref::<JsString>().filter(|text| text.is_valid_utf16()).map(String::from)
}
