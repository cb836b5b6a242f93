//! What a call of foreign JavaScript came to. It may throw, reject with anything, or answer with a promise of any make;
//! nothing of that may go past our destructors.

use js_sys::{Array, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use crate::browser::later::Later;
use crate::browser::lookup::{member, method};

/// The value, waited for if it is a promise. `None` where the call threw or the promise was rejected.
pub(crate) async fn settled(called: Result<JsValue, JsValue>) -> Option<JsValue> {
    let value = called.ok()?;
    if method(&value, "then").is_none() {
        return Some(value);
    }
    // A promise of our own, which calls back whatever comes of the other: a closure that never is called is never freed.
    let outcomes = Promise::all_settled(&Array::of1(&value));
    let later = Later::new();
    let bringer = later.bringer();
    let bring = Closure::once_into_js(move |outcomes: JsValue| bringer.bring(outcomes));
    method(&outcomes, "then")?.call2(&outcomes, &bring, &bring).ok()?;
    let outcome = member(&later.take().await, "0")?;
    let is_fulfilled = member(&outcome, "status")? == "fulfilled";
    is_fulfilled.then(|| member(&outcome, "value").unwrap_or_default())
}
