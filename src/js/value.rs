//! Values on their way out.

use std::future::Future;
use std::pin::Pin;

use js_sys::{Object, Promise, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

use crate::error::Error;
use crate::wire::authorize::VerificationMethod;

/// A plain JavaScript object: absent fields are missing keys, maps are objects.
pub(super) fn plain(value: &impl Serialize) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::UNDEFINED)
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

/// A journey that waits for its code, as a plain object that survives a reload.
pub(super) fn started(identifier: &str, email: Option<&str>, method: VerificationMethod) -> JsValue {
    let object = Object::new().into();
    set(&object, "identifier", &identifier.into());
    if let Some(email) = email {
        set(&object, "email", &email.into());
    }
    set(&object, "method", &method.as_str().into());
    object
}

/// Runs a journey and hands its outcome to a promise. Boxed, so that all journeys share one copy of the machinery.
pub(super) fn promise(journey: impl Future<Output = Result<JsValue, Error>> + 'static) -> Promise {
    let settled: Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>> =
        Box::pin(async move { journey.await.map_err(|failure| error(&failure)) });
    future_to_promise(settled)
}
