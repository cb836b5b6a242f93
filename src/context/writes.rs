//! Which writes of the session its store was asked for, and which of them it has taken or failed to. One is under way at a time.

use std::cell::Cell;

/// The writes of one client.
#[derive(Default)]
pub(crate) struct Writes {
    requested: Cell<u32>,
    written: Cell<u32>,
    are_under_way: Cell<bool>,
}

/// The number of a write that was asked for; the first one's is 1.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd)]
pub(crate) struct Ticket(u32);

impl Writes {
    /// Asks for one more.
    pub fn request(&self) -> Ticket {
        self.requested.set(self.requested.get().wrapping_add(1));
        self.last()
    }

    /// The last one that was asked for: what is written now is written for it and for all before.
    pub fn last(&self) -> Ticket {
        Ticket(self.requested.get())
    }

    pub fn is_settled(&self, ticket: Ticket) -> bool {
        self.written.get() >= ticket.0
    }

    pub fn are_under_way(&self) -> bool {
        self.are_under_way.get()
    }

    /// Returns whether the caller is to start writing. A writer that is already running takes this request, too.
    pub fn begin(&self) -> bool {
        !self.are_under_way.replace(true)
    }

    /// The store has taken or failed to take this one. Returns whether another one was asked for meanwhile: the caller goes on with
    /// it.
    pub fn finish(&self, ticket: Ticket) -> bool {
        self.written.set(ticket.0);
        let goes_on = ticket != self.last();
        self.are_under_way.set(goes_on);
        goes_on
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_writes_at_a_time_and_goes_on_with_what_was_asked_for_meanwhile() {
        let writes = Writes::default();
        let first = writes.request();
        assert!(writes.begin() && !writes.is_settled(first));
        let (second, third) = (writes.request(), writes.request());
        assert!(!writes.begin(), "somebody writes already");
        assert!(writes.finish(first) && writes.are_under_way());
        assert!(writes.is_settled(first) && !writes.is_settled(second));
        // The last one stands for those before it.
        assert!(!writes.finish(writes.last()) && !writes.are_under_way());
        assert!(writes.is_settled(second) && writes.is_settled(third));
        assert!(writes.begin());
    }
}
