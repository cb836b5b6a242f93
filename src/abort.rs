//! A one-way switch that stops a call from outside.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::task::{Context, Waker};

/// Stops the call it was given to. Clones are the same switch.
#[derive(Clone, Default)]
pub(crate) struct Abort(Rc<State>);

#[derive(Default)]
struct State {
    fired: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Abort {
    pub fn fire(&self) {
        self.0.fired.set(true);
        let waker = self.0.waker.borrow_mut().take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    pub fn has_fired(&self) -> bool {
        self.0.fired.get()
    }

    /// Like [`Self::has_fired`], and has the task woken when that changes. A call waits for one thing at a time, so one
    /// waker is enough.
    pub fn poll(&self, context: &Context<'_>) -> bool {
        if !self.has_fired() {
            self.0.waker.replace(Some(context.waker().clone()));
        }
        self.has_fired()
    }
}

/// All calls that are under way, so that closing a client can stop them.
#[derive(Default)]
pub(crate) struct Calls {
    closed: Cell<bool>,
    open: RefCell<Vec<Weak<State>>>,
}

impl Calls {
    /// Notes a call. `false` after [`Self::close`].
    pub fn add(&self, abort: &Abort) -> bool {
        let mut open = self.open.borrow_mut();
        open.retain(|call| call.strong_count() > 0);
        open.push(Rc::downgrade(&abort.0));
        !self.closed.get()
    }

    pub fn are_closed(&self) -> bool {
        self.closed.get()
    }

    /// Stops every call, now and from now on.
    pub fn close(&self) {
        self.closed.set(true);
        for call in self.open.take() {
            if let Some(state) = call.upgrade() {
                Abort(state).fire();
            }
        }
    }
}
