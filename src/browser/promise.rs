//! What a call of JavaScript came to. It may throw, reject with anything, or return a promise of any make.

use std::future::Future;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// The value, waited for if it is a promise. `None` where the call threw or the promise was rejected.
///
/// The promise has its handler when this returns, also where the future is dropped before its first poll: a rejection without
/// a handler reaches `unhandledrejection`.
pub(super) fn settled(called: Result<JsValue, JsValue>) -> impl Future<Output = Option<JsValue>> {
    let waiting = called.map(|value| JsFuture::from(Promise::resolve(&value)));
    async { waiting.ok()?.await.ok() }
}
