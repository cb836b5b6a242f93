//! What a call of foreign JavaScript came to. It may throw, reject with anything, or return a promise of any make; nothing of
//! that may go past our destructors.

use std::future::Future;

use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use crate::browser::lookup::{member, method};
use crate::oneshot::Receiver;

/// The value, waited for if it is a promise. `None` where the call threw or the promise was rejected.
///
/// The promise has its handler when this returns, also where the future is dropped before its first poll: a rejection without
/// a handler reaches `unhandledrejection`, and ends a Node process.
pub(crate) fn settled(called: Result<JsValue, JsValue>) -> impl Future<Output = Option<JsValue>> {
    let waiting = called.map(|value| match method(&value, "then") {
        None => Ok(value),
        Some(_) => Err(outcome(&value)),
    });
    async {
        let outcome = match waiting.ok()? {
            Ok(value) => return Some(value),
            Err(outcome) => outcome?.receive().await,
        };
        let outcome = member(&outcome, "0")?;
        let is_fulfilled = member(&outcome, "status")? == "fulfilled";
        is_fulfilled.then(|| member(&outcome, "value").unwrap_or_default())
    }
}

/// The outcome by way of a promise of our own, which calls back whatever comes of the other: a closure that is never called is
/// never freed.
fn outcome(promise: &JsValue) -> Option<Receiver<JsValue>> {
    let outcomes = Promise::all_settled(&Array::of1(promise));
    let receiver = Receiver::new();
    let sender = receiver.sender();
    let send = Closure::once_into_js(move |outcomes: JsValue| sender.send(outcomes));
    method(&outcomes, "then")?.call2(&outcomes, &send, &send).ok()?;
    Some(receiver)
}
