//! Runs futures. Those that were woken are polled in a microtask, so a poll never begins inside of another one, and a panic in
//! one leaves all others as they are.

use std::cell::RefCell;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Wake, Waker};

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use crate::driver::Boxed;
use crate::browser::Callback;

/// Wakes one task, and is how it is known.
#[derive(Default)]
struct Bell {
    has_rung: AtomicBool,
}

thread_local! {
    /// Those that are not over, but for the one that is being polled.
    static TASKS: RefCell<Vec<(Arc<Bell>, Boxed<()>)>> = const { RefCell::new(Vec::new()) };
    /// Whose turn it is.
    static WOKEN: RefCell<Vec<Arc<Bell>>> = const { RefCell::new(Vec::new()) };
    static POLL_WOKEN: Callback = Closure::new(|_| poll_woken());
}

/// Runs a future to its end. Its first poll is in a microtask, too.
pub(crate) fn spawn(future: impl Future<Output = ()> + 'static) {
    begin(Box::pin(future));
}

fn begin(future: Boxed<()>) {
    let bell = Arc::<Bell>::default();
    TASKS.with_borrow_mut(|tasks| tasks.push((bell.clone(), future)));
    bell.wake();
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        if !self.has_rung.swap(true, Ordering::Relaxed) {
            WOKEN.with_borrow_mut(|woken| woken.push(self));
            // A promise of the engine's own: fake timers of test libraries replace `queueMicrotask` and drop what it is given.
            POLL_WOKEN.with(|callback| drop(Promise::resolve(&JsValue::UNDEFINED).then(callback)));
        }
    }
}

/// Polls all whose turn it is, not one for each microtask: one microtask that never came would leave one task behind for good.
fn poll_woken() {
    loop {
        let woken = WOKEN.with_borrow_mut(|woken| if woken.is_empty() { None } else { Some(woken.remove(0)) });
        let Some(bell) = woken else { return };
        poll(bell);
    }
}

fn poll(bell: Arc<Bell>) {
    bell.has_rung.store(false, Ordering::Relaxed);
    let task = TASKS.with_borrow_mut(|tasks| {
        let position = tasks.iter().position(|(of, _)| Arc::ptr_eq(of, &bell))?;
        Some(tasks.swap_remove(position))
    });
    // Who is woken after its end is not there any more.
    let Some((_, mut future)) = task else { return };
    let waker = Waker::from(bell.clone());
    if future.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
        TASKS.with_borrow_mut(|tasks| tasks.push((bell, future)));
    }
}
