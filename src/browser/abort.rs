//! A signal that fires when a future is dropped before its end.

use web_sys::{AbortController, AbortSignal};

/// Without a signal where the browser has none.
pub(super) struct SignalOnDrop(Option<AbortController>);

impl SignalOnDrop {
    pub fn new() -> Self {
        Self(AbortController::new().ok())
    }

    pub fn signal(&self) -> Option<AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }

    /// From now on it does not fire.
    pub fn disarm(mut self) {
        self.0 = None;
    }
}

impl Drop for SignalOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}
