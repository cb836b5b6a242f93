//! A one-way switch that ends what a call waits for: because the caller gives it up, or because its time is over.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use crate::world::effect::CallId;

/// Why a call ends before its work does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Interruption {
    /// The caller has given it up, or the client was closed.
    Aborted,
    /// It took too long.
    Late,
}

/// Ends the waits of the call it was given to. Clones are the same switch.
#[derive(Clone, Default)]
pub(crate) struct Abort(Rc<Cell<Option<Interruption>>>);

impl Abort {
    /// The first reason stays.
    pub fn fire(&self, why: Interruption) {
        self.0.set(self.0.get().or(Some(why)));
    }

    pub fn why(&self) -> Option<Interruption> {
        self.0.get()
    }

    pub fn has_fired(&self) -> bool {
        self.why().is_some()
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
    switch: Weak<Cell<Option<Interruption>>>,
}

impl Calls {
    /// The switch of a call that the app makes.
    pub fn switch(&self, id: CallId) -> Abort {
        let abort = Abort::default();
        if self.stillborn.take() == Some(id) {
            abort.fire(Interruption::Aborted);
        }
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
                Abort(switch).fire(Interruption::Aborted);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_stopped_by_its_number_and_all_are_by_the_end_of_the_client() {
        let calls = Calls::default();
        let (one, two, part) = (calls.switch(CallId(1)), calls.switch(CallId(2)), Abort::default());
        assert!(calls.add(&part));
        two.fire(Interruption::Late);
        calls.abort(CallId(1));
        assert_eq!((one.why(), part.why()), (Some(Interruption::Aborted), None));
        calls.close();
        assert_eq!((two.why(), part.why()), (Some(Interruption::Late), Some(Interruption::Aborted)));
        assert!(!calls.add(&Abort::default()));
    }

    #[test]
    fn one_that_is_given_up_before_it_is_made_is_stopped_from_the_start_and_no_other() {
        let calls = Calls::default();
        calls.abort(CallId(1));
        assert!(calls.switch(CallId(1)).has_fired());
        assert!(!calls.switch(CallId(1)).has_fired());
        calls.abort(CallId(2));
        assert!(!calls.switch(CallId(3)).has_fired());
    }
}
