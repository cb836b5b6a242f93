//! A caller's `AbortSignal`, listened to for as long as a call lasts.

use js_sys::{Function, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::AbortSignal;

use crate::abort::Abort;

pub(super) struct Listening {
    signal: AbortSignal,
    callback: Closure<dyn FnMut()>,
}

impl Listening {
    /// Has the signal fire the switch. `None` for anything that is no signal. Told by what it can do, not by `instanceof`: a
    /// signal may come from another frame, or from jsdom.
    pub fn to(value: &JsValue, switch: &Abort) -> Option<Self> {
        let member = |key: &str| Reflect::get(value, &key.into()).ok();
        if member("aborted")?.as_bool()? {
            switch.fire();
        }
        member("addEventListener")?.dyn_into::<Function>().ok()?;
        member("removeEventListener")?.dyn_into::<Function>().ok()?;
        let signal: AbortSignal = value.clone().unchecked_into();
        let switch = switch.clone();
        let callback: Closure<dyn FnMut()> = Closure::new(move || switch.fire());
        signal.add_event_listener_with_callback("abort", callback.as_ref().unchecked_ref()).ok()?;
        Some(Self { signal, callback })
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let callback = self.callback.as_ref().unchecked_ref();
        let _ = self.signal.remove_event_listener_with_callback("abort", callback);
    }
}
