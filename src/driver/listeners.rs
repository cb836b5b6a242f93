//! Those who want to hear of the session's changes.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::session::event::Event;

type Listener = Rc<RefCell<dyn FnMut(&Event)>>;

#[derive(Default)]
pub(crate) struct Listeners(Rc<List>);

#[derive(Default)]
struct List {
    listeners: RefCell<Vec<(u32, Listener)>>,
    next_id: Cell<u32>,
    are_closed: Cell<bool>,
}

impl Listeners {
    pub fn subscribe(&self, listener: impl FnMut(&Event) + 'static) -> Subscription {
        let id = self.0.next_id.get();
        self.0.next_id.set(id.wrapping_add(1));
        if !self.0.are_closed.get() {
            self.0.listeners.borrow_mut().push((id, Rc::new(RefCell::new(listener))));
        }
        Subscription { list: self.0.clone(), id }
    }

    /// Tells every listener that has not been unsubscribed by another, with nothing borrowed but the listener itself: it may call back
    /// into the client. What happens then is told after this event, so a listener is never called while it runs.
    pub fn tell(&self, event: &Event) {
        let listeners: Vec<_> = self.0.listeners.borrow().clone();
        for (id, listener) in listeners {
            if self.0.has(id)
                && let Ok(mut listener) = listener.try_borrow_mut()
            {
                listener(event);
            }
        }
    }

    /// Forgets every listener. None is added any more.
    pub fn close(&self) {
        self.0.are_closed.set(true);
        let gone = self.0.listeners.take();
        drop(gone);
    }
}

impl List {
    fn has(&self, id: u32) -> bool {
        self.listeners.borrow().iter().any(|(known, _)| *known == id)
    }
}

/// Keeps a listener listening. Dropping it ends that.
#[must_use = "dropping a subscription ends it"]
pub struct Subscription {
    list: Rc<List>,
    id: u32,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let position = self.list.listeners.borrow().iter().position(|(known, _)| *known == self.id);
        // Dropped with nothing borrowed: what a listener owns may subscribe or unsubscribe as it goes.
        let gone = position.map(|position| self.list.listeners.borrow_mut().remove(position));
        drop(gone);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::event::EventKind;

    fn signed_out() -> Event {
        Event { kind: EventKind::SignedOut, session: None, from_other_tab: false }
    }

    #[test]
    fn a_listener_may_unsubscribe_itself_and_others() {
        let listeners = Listeners::default();
        let heard = Rc::new(Cell::new(0));
        let count = |heard: &Rc<Cell<u32>>| {
            let (heard, mut own) = (heard.clone(), 0);
            move |_: &Event| {
                own += 1;
                heard.set(heard.get() + own);
            }
        };
        let others: Rc<RefCell<Vec<Subscription>>> = Rc::default();
        let ending = others.clone();
        let ends_all = listeners.subscribe(move |_| drop(ending.take()));
        others.borrow_mut().push(ends_all);
        others.borrow_mut().push(listeners.subscribe(count(&heard)));
        let _stays = listeners.subscribe(count(&heard));
        listeners.tell(&signed_out());
        assert_eq!(heard.get(), 1, "the other was unsubscribed before its turn");
        listeners.tell(&signed_out());
        assert_eq!(heard.get(), 3, "the one that stays adds its second call");
        listeners.close();
        let _late = listeners.subscribe(count(&heard));
        listeners.tell(&signed_out());
        assert_eq!(heard.get(), 3, "nobody listens to a closed client");
    }
}
