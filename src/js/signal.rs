//! A caller's `AbortSignal`, listened to for as long as a call lasts.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::AbortSignal;

use crate::abort::Abort;
use crate::browser::Callback;
use crate::browser::lookup::{member, method};

pub(super) struct Listening {
    signal: AbortSignal,
    callback: Callback,
}

impl Listening {
    /// Has the signal fire the switch. `None` for anything that is no signal. Told by what it can do, not by `instanceof`: a
    /// signal may come from another frame, or from jsdom.
    pub fn to(value: &JsValue, switch: &Abort) -> Option<Self> {
        if member(value, "aborted")?.as_bool()? {
            switch.fire();
        }
        method(value, "addEventListener")?;
        method(value, "removeEventListener")?;
        let signal: AbortSignal = value.clone().unchecked_into();
        let switch = switch.clone();
        let callback: Callback = Closure::new(move |_| switch.fire());
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
