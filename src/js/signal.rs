//! A caller's `AbortSignal`, listened to for as long as a call lasts.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::AbortSignal;

use crate::browser::Callback;
use crate::browser::lookup::{member, method};

/// A signal that was read and has not been listened to yet.
pub(super) struct Signal {
    signal: AbortSignal,
    pub has_fired: bool,
}

pub(super) struct Listening {
    signal: AbortSignal,
    callback: Callback,
}

impl Signal {
    /// `None` for anything that is no signal. Told by what it can do, not by `instanceof`: a signal may come from another frame,
    /// or from jsdom.
    pub fn read(value: &JsValue) -> Option<Self> {
        let has_fired = member(value, "aborted")?.as_bool()?;
        method(value, "addEventListener")?;
        method(value, "removeEventListener")?;
        Some(Self { signal: value.clone().unchecked_into(), has_fired })
    }

    /// Listens until what this returns is dropped.
    pub fn listen(self, fire: impl Fn() + 'static) -> Option<Listening> {
        let callback: Callback = Closure::new(move |_| fire());
        self.signal.add_event_listener_with_callback("abort", callback.as_ref().unchecked_ref()).ok()?;
        Some(Listening { signal: self.signal, callback })
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let callback = self.callback.as_ref().unchecked_ref();
        let _ = self.signal.remove_event_listener_with_callback("abort", callback);
    }
}
