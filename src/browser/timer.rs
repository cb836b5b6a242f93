//! `setTimeout` as a future. Dropping it clears the timeout, so that finished calls leave nothing behind.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;

// The globals themselves: `web_sys` has them on `Window` only, and workers and Node have no window.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Closure<dyn FnMut()>, ms: u32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: &JsValue);
}

#[derive(Default)]
struct State {
    is_over: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

struct Timer {
    state: Rc<State>,
    id: JsValue,
    _callback: Closure<dyn FnMut()>,
}

pub(super) fn sleep(ms: u32) -> impl Future<Output = ()> + 'static {
    let state = Rc::new(State::default());
    let fired = state.clone();
    let callback = Closure::new(move || {
        fired.is_over.set(true);
        let waker = fired.waker.borrow_mut().take();
        if let Some(waker) = waker {
            waker.wake();
        }
    });
    let id = set_timeout(&callback, ms);
    Timer { state, id, _callback: callback }
}

impl Future for Timer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.state.is_over.get() {
            return Poll::Ready(());
        }
        self.state.waker.replace(Some(context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.id);
    }
}
