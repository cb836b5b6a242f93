//! Runs futures. A task that is woken is polled in a microtask of its own, so a poll never begins inside of another one, and
//! a panic in one leaves all others as they are.

use std::cell::RefCell;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Wake, Waker};

use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::boxed::Boxed;
use crate::browser::Callback;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = queueMicrotask)]
    fn queue_microtask(callback: &Callback);
}

/// Wakes one task, and is how it is known.
#[derive(Default)]
struct Bell {
    has_rung: AtomicBool,
}

thread_local! {
    /// Those that are not over, but for the one that is being polled.
    static TASKS: RefCell<Vec<(Arc<Bell>, Boxed<'static, ()>)>> = const { RefCell::new(Vec::new()) };
    /// Whose turn it is, a microtask for each.
    static WOKEN: RefCell<Vec<Arc<Bell>>> = const { RefCell::new(Vec::new()) };
    static POLL_NEXT: Callback = Closure::new(|_| poll_next());
}

/// Runs a future to its end. Its first poll is in a microtask, too.
pub(crate) fn spawn(future: impl Future<Output = ()> + 'static) {
    begin(Box::pin(future));
}

fn begin(future: Boxed<'static, ()>) {
    let bell = Arc::<Bell>::default();
    TASKS.with_borrow_mut(|tasks| tasks.push((bell.clone(), future)));
    bell.wake();
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        if !self.has_rung.swap(true, Ordering::Relaxed) {
            WOKEN.with_borrow_mut(|woken| woken.push(self));
            POLL_NEXT.with(queue_microtask);
        }
    }
}

fn poll_next() {
    let woken = WOKEN.with_borrow_mut(|woken| if woken.is_empty() { None } else { Some(woken.remove(0)) });
    let Some(bell) = woken else { return };
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
