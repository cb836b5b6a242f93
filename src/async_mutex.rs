//! Mutual exclusion among the futures of one thread.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// One future at a time.
#[derive(Default)]
pub(crate) struct AsyncMutex {
    is_locked: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
}

/// Holds the mutex until it is dropped, so also when the future that has it is.
pub(crate) struct Guard<'a>(&'a AsyncMutex);

impl AsyncMutex {
    /// Waits until it is free. Ready at once where no other future has it.
    pub async fn lock(&self) -> Guard<'_> {
        poll_fn(|cx| {
            if !self.is_locked.replace(true) {
                return Poll::Ready(());
            }
            self.waiting.borrow_mut().push(cx.waker().clone());
            Poll::Pending
        })
        .await;
        Guard(self)
    }
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.0.is_locked.set(false);
        for waker in self.0.waiting.take() {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future as _;
    use std::pin::pin;
    use std::task::Context;

    use super::*;

    #[test]
    fn one_at_a_time_and_a_dropped_holder_lets_the_next_one_in() {
        let mutex = AsyncMutex::default();
        let mut cx = Context::from_waker(Waker::noop());
        let Poll::Ready(guard) = pin!(mutex.lock()).poll(&mut cx) else { panic!("it is free") };
        {
            let mut given_up = pin!(mutex.lock());
            assert!(given_up.as_mut().poll(&mut cx).is_pending());
        }
        let mut next = pin!(mutex.lock());
        assert!(next.as_mut().poll(&mut cx).is_pending());
        drop(guard);
        assert!(next.as_mut().poll(&mut cx).is_ready());
    }
}
