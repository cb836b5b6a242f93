//! `setTimeout` as a future. Dropping it clears the timeout, so that finished calls leave nothing behind.

use std::future::Future;

use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::browser::Callback;
use crate::oneshot::Receiver;

// The globals themselves: `web_sys` has them on `Window` only, and workers and Node have no window.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Callback, ms: u32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: &JsValue);
}

struct Timer {
    id: JsValue,
    _callback: Callback,
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.id);
    }
}

pub(super) fn sleep(ms: u32) -> impl Future<Output = ()> + 'static {
    let receiver = Receiver::new();
    let sender = receiver.sender();
    let callback = Closure::new(move |_| sender.send(()));
    let timer = Timer { id: set_timeout(&callback, ms), _callback: callback };
    async move {
        receiver.receive().await;
        drop(timer);
    }
}
