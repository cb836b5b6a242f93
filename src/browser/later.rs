//! A value that a callback brings later.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// Where the value is put by one and waited for by the other. Clones are the same place.
pub(super) struct Later<T>(Rc<RefCell<State<T>>>);

struct State<T> {
    value: Option<T>,
    waker: Option<Waker>,
}

impl<T> Later<T> {
    pub fn new() -> Self {
        Self(Rc::new(RefCell::new(State { value: None, waker: None })))
    }

    /// Brings the value. Where one is waiting to be taken already, that one stands.
    pub fn bring(&self, value: T) {
        let waker = {
            let mut state = self.0.borrow_mut();
            state.value.get_or_insert(value);
            state.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    pub async fn take(&self) -> T {
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

impl<T> Clone for Later<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}
