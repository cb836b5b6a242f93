//! Members of JavaScript objects, by name. A getter or a proxy may throw; what cannot be read is as good as absent.

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};

#[wasm_bindgen]
extern "C" {
    // The global object of pages, workers and Node alike. `js_sys::global` is made for browsers without a `globalThis`.
    #[wasm_bindgen(js_namespace = globalThis, js_name = valueOf)]
    fn global_object() -> JsValue;
}

/// A global variable. `None` where it is `undefined` or `null`.
pub(super) fn global(name: &str) -> Option<JsValue> {
    member(&global_object(), name)
}

/// `None` where it is `undefined` or `null`, and where the object is none.
pub(super) fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

pub(super) fn method(object: &JsValue, name: &str) -> Option<Function> {
    member(object, name)?.dyn_into().ok()
}
