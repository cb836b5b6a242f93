//! A one-way switch that stops a call from outside.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use crate::world::effect::CallId;

/// Stops the call it was given to. Clones are the same switch.
#[derive(Clone, Default)]
pub(crate) struct Abort(Rc<Cell<bool>>);

impl Abort {
    pub fn fire(&self) {
        self.0.set(true);
    }

    pub fn has_fired(&self) -> bool {
        self.0.get()
    }
}

/// The switches of all calls that are under way, so that one call or all of them can be stopped.
#[derive(Default)]
pub(crate) struct Calls {
    are_closed: Cell<bool>,
    /// A call that was given up before it was made.
    stillborn: Cell<Option<CallId>>,
    open: RefCell<Vec<Open>>,
}

struct Open {
    /// `None` for a part of a call, and for work that belongs to none.
    id: Option<CallId>,
    switch: Weak<Cell<bool>>,
}

impl Calls {
    /// The switch of a call that the app makes.
    pub fn switch(&self, id: CallId) -> Abort {
        let abort = Abort(Rc::new(Cell::new(self.stillborn.take() == Some(id))));
        self.note(Some(id), &abort);
        abort
    }

    /// Notes the switch of a part of a call, or of work that belongs to none. `false` after [`Self::close`].
    pub fn add(&self, abort: &Abort) -> bool {
        self.note(None, abort);
        !self.are_closed.get()
    }

    fn note(&self, id: Option<CallId>, abort: &Abort) {
        let mut open = self.open.borrow_mut();
        open.retain(|call| call.switch.strong_count() > 0);
        open.push(Open { id, switch: Rc::downgrade(&abort.0) });
    }

    /// Stops a call, or the call that will have this number.
    pub fn abort(&self, id: CallId) {
        self.stillborn.set(Some(id));
        self.fire(|known| known == Some(id));
    }

    pub fn are_closed(&self) -> bool {
        self.are_closed.get()
    }

    /// Stops every call, now and from now on.
    pub fn close(&self) {
        self.are_closed.set(true);
        self.fire(|_| true);
    }

    fn fire(&self, is_meant: impl Fn(Option<CallId>) -> bool) {
        for call in &*self.open.borrow() {
            if let Some(switch) = call.switch.upgrade().filter(|_| is_meant(call.id)) {
                switch.set(true);
            }
        }
    }
}
