//! A value that a callback brings later.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::{Rc, Weak};
use std::task::{Poll, Waker};

/// Waits for the value.
pub(super) struct Later<T>(Rc<RefCell<State<T>>>);

/// Brings it. Where nobody waits any more it is dropped: a lock that comes too late is free again.
pub(super) struct Bringer<T>(Weak<RefCell<State<T>>>);

struct State<T> {
    value: Option<T>,
    waker: Option<Waker>,
}

impl<T> Later<T> {
    pub fn new() -> Self {
        Self(Rc::new(RefCell::new(State { value: None, waker: None })))
    }

    pub fn bringer(&self) -> Bringer<T> {
        Bringer(Rc::downgrade(&self.0))
    }

    pub async fn take(self) -> T {
        poll_fn(|cx| {
            let mut state = self.0.borrow_mut();
            match state.value.take() {
                Some(value) => Poll::Ready(value),
                None => {
                    state.waker = Some(cx.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }
}

impl<T> Bringer<T> {
    /// Where a value is waiting to be taken already, that one stands.
    pub fn bring(&self, value: T) {
        let Some(state) = self.0.upgrade() else { return };
        let waker = {
            let mut state = state.borrow_mut();
            state.value.get_or_insert(value);
            state.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}
