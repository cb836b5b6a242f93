//! A value that is sent once and received once, in one thread.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::{Rc, Weak};
use std::task::{Poll, Waker};

/// Waits for the value.
pub(crate) struct Receiver<T>(Rc<RefCell<State<T>>>);

/// Sends it. Where nobody waits any more it is dropped: a lock that comes too late is free again.
pub(crate) struct Sender<T>(Weak<RefCell<State<T>>>);

struct State<T> {
    value: Option<T>,
    waker: Option<Waker>,
}

impl<T> Receiver<T> {
    pub fn new() -> Self {
        Self(Rc::new(RefCell::new(State { value: None, waker: None })))
    }

    /// There may be several: the first value counts.
    pub fn sender(&self) -> Sender<T> {
        Sender(Rc::downgrade(&self.0))
    }

    pub async fn receive(self) -> T {
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

impl<T> Sender<T> {
    /// Does nothing where a value is waiting to be received already.
    pub fn send(&self, value: T) {
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

#[cfg(test)]
mod tests {
    use std::future::Future as _;
    use std::pin::pin;
    use std::task::Context;

    use super::*;

    #[test]
    fn the_first_value_arrives_and_no_other() {
        let receiver = Receiver::new();
        let (sender, late) = (receiver.sender(), receiver.sender());
        let mut receiving = pin!(receiver.receive());
        let mut cx = Context::from_waker(Waker::noop());
        assert!(receiving.as_mut().poll(&mut cx).is_pending());
        sender.send(1);
        late.send(2);
        assert_eq!(receiving.as_mut().poll(&mut cx), Poll::Ready(1));
    }

    #[test]
    fn what_nobody_waits_for_is_dropped() {
        let (receiver, value) = (Receiver::new(), Rc::new(()));
        let sender = receiver.sender();
        drop(receiver);
        sender.send(value.clone());
        assert_eq!(Rc::strong_count(&value), 1);
    }
}
