//! What a call of foreign JavaScript came to. It may throw, reject with anything, or answer with a promise of any make;
//! nothing of that may go past our destructors.

use js_sys::{Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// The value, waited for if it is a promise.
pub(crate) async fn settled(called: Result<JsValue, JsValue>) -> Result<JsValue, JsValue> {
    let value = called?;
    let is_thenable = value.is_object() && Reflect::get(&value, &"then".into())?.is_function();
    if is_thenable { JsFuture::from(Promise::resolve(&value)).await } else { Ok(value) }
}
