//! One after the other.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// A line to stand in before something that only one may do at a time.
#[derive(Default)]
pub(crate) struct Queue {
    is_busy: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
}

/// The turn of whoever stands in front. Ends by being dropped, so also when the future that has it is.
pub(crate) struct Turn<'a>(&'a Queue);

impl Queue {
    /// Waits until it is free. Ready at once where nobody else is there.
    pub async fn enter(&self) -> Turn<'_> {
        poll_fn(|cx| {
            if !self.is_busy.replace(true) {
                return Poll::Ready(());
            }
            self.waiting.borrow_mut().push(cx.waker().clone());
            Poll::Pending
        })
        .await;
        Turn(self)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.is_busy.set(false);
        for waker in self.0.waiting.take() {
            waker.wake();
        }
    }
}
