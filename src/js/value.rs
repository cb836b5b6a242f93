//! Values on their way out.

use std::future::Future;
use std::pin::Pin;

use js_sys::{Object, Promise, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

use crate::error::Error;

/// A plain JavaScript object: absent fields are missing keys, maps are objects.
pub(super) fn plain(value: &impl Serialize) -> JsValue {
    value.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::UNDEFINED)
}

/// An error as a plain object, with the names the npm package documents.
pub(super) fn error(error: &Error) -> JsValue {
    let object = Object::new();
    let set = |key: &str, value: JsValue| {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &key.into(), &value);
    };
    set("code", error.code().as_str().into());
    set("step", error.step().as_str().into());
    set("message", error.message().into());
    set("hint", error.hint().into());
    set("retryable", error.retryable().into());
    if let Some(status) = error.status() {
        set("status", status.into());
    }
    if let Some(words) = error.error() {
        set("error", words.into());
    }
    if let Some(words) = error.error_description() {
        set("errorDescription", words.into());
    }
    object.into()
}

/// Runs a journey and hands its outcome to a promise. Boxed, so that all journeys share one copy of the machinery.
pub(super) fn promise(journey: impl Future<Output = Result<JsValue, Error>> + 'static) -> Promise {
    let settled: Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>> =
        Box::pin(async move { journey.await.map_err(|failure| error(&failure)) });
    future_to_promise(settled)
}
