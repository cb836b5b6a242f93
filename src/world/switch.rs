//! A one-way switch that ends what a call waits for: because the caller gives it up, or because its time is over.

use std::cell::Cell;
use std::rc::Rc;

use crate::cell::StateCell;
use crate::world::effect::CallId;

/// Why a call ends before its work does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Interruption {
    /// The caller has given it up, or the client was closed.
    Aborted,
    /// It took too long.
    TimedOut,
}

/// Ends the waits of the call it was given to. Clones are the same switch.
#[derive(Clone, Default)]
pub(crate) struct Switch(Rc<Cell<Option<Interruption>>>);

impl Switch {
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
    aborted_early: Cell<Option<CallId>>,
    /// Without a number for a part of a call, and for work that belongs to none.
    open: StateCell<Vec<(Option<CallId>, Switch)>>,
}

impl Calls {
    /// The switch of a call that the app makes.
    pub fn switch_of(&self, id: CallId) -> Switch {
        let switch = self.note(Some(id));
        if self.aborted_early.take() == Some(id) {
            switch.fire(Interruption::Aborted);
        }
        switch
    }

    /// A switch for a part of a call, or for work that belongs to none.
    pub fn new_switch(&self) -> Switch {
        self.note(None)
    }

    /// One that has fired after [`Self::close`].
    fn note(&self, id: Option<CallId>) -> Switch {
        let switch = Switch::default();
        if self.are_closed() {
            switch.fire(Interruption::Aborted);
        }
        let noted = (id, switch.clone());
        let mut open = self.open.borrow_mut();
        match open.iter_mut().find(|(_, known)| Rc::strong_count(&known.0) == 1) {
            Some(over) => *over = noted, // takes the place of a call that is over
            None => open.push(noted),
        }
        switch
    }

    /// Stops a call, or the call that will have this number.
    pub fn abort(&self, id: CallId) {
        self.aborted_early.set(Some(id));
        for (known, switch) in &*self.open.borrow() {
            if *known == Some(id) {
                switch.fire(Interruption::Aborted);
            }
        }
    }

    pub fn are_closed(&self) -> bool {
        self.are_closed.get()
    }

    /// Stops every call, now and from now on.
    pub fn close(&self) {
        self.are_closed.set(true);
        for (_, switch) in &*self.open.borrow() {
            switch.fire(Interruption::Aborted);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_stopped_by_its_number_and_all_are_by_the_end_of_the_client() {
        let calls = Calls::default();
        let (one, two, part) = (calls.switch_of(CallId(1)), calls.switch_of(CallId(2)), calls.new_switch());
        two.fire(Interruption::TimedOut);
        calls.abort(CallId(1));
        assert_eq!((one.why(), part.why()), (Some(Interruption::Aborted), None));
        calls.close();
        assert_eq!((two.why(), part.why()), (Some(Interruption::TimedOut), Some(Interruption::Aborted)));
        assert!(calls.new_switch().has_fired());
    }

    #[test]
    fn calls_that_are_over_take_no_room() {
        let calls = Calls::default();
        let first = calls.switch_of(CallId(1));
        (2..1_000).for_each(|id| drop(calls.switch_of(CallId(id))));
        assert_eq!(calls.open.borrow().len(), 2);
        calls.abort(CallId(1));
        assert!(first.has_fired());
    }

    #[test]
    fn one_that_is_given_up_before_it_is_made_is_stopped_from_the_start_and_no_other() {
        let calls = Calls::default();
        calls.abort(CallId(1));
        assert!(calls.switch_of(CallId(1)).has_fired());
        assert!(!calls.switch_of(CallId(1)).has_fired());
        calls.abort(CallId(2));
        assert!(!calls.switch_of(CallId(3)).has_fired());
    }
}
