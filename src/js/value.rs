//! Values on their way out.

use js_sys::{Object, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast as _, JsValue};

use crate::error::Error;
use crate::json::Json;

/// A plain JavaScript object: absent fields are missing keys, maps are objects.
pub(super) fn plain(value: &Json) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::UNDEFINED)
}

/// Freezes an object with all that is in it. Every caller gets the same one, and none may change it for the others.
pub(super) fn freeze(object: &JsValue) {
    if object.is_object() {
        let object: &Object = object.unchecked_ref();
        Object::values(object).iter().for_each(|inner| freeze(&inner));
        Object::freeze(object);
    }
}

/// Sets a property of a fresh plain object, which cannot fail.
pub(super) fn set(object: &JsValue, key: &str, value: &JsValue) {
    let _ = Reflect::set(object, &key.into(), value);
}

/// An error as a plain object, with the names the npm package documents.
pub(super) fn error(error: &Error) -> JsValue {
    let object = Object::new().into();
    set(&object, "code", &error.code().as_str().into());
    set(&object, "step", &error.step().as_str().into());
    set(&object, "message", &error.message().into());
    set(&object, "hint", &error.hint().into());
    set(&object, "retryable", &error.retryable().into());
    if let Some(status) = error.status() {
        set(&object, "status", &status.into());
    }
    if let Some(words) = error.error() {
        set(&object, "error", &words.into());
    }
    if let Some(words) = error.error_description() {
        set(&object, "errorDescription", &words.into());
    }
    object
}
