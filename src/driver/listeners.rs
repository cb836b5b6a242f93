//! Those who want to hear of the session's changes.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::session::event::Event;

type Listener = Rc<dyn Fn(&Event)>;

#[derive(Default)]
pub(crate) struct Listeners(Rc<List>);

#[derive(Default)]
struct List {
    listeners: RefCell<Vec<(u32, Listener)>>,
    next_id: Cell<u32>,
}

impl Listeners {
    pub fn subscribe(&self, listener: impl Fn(&Event) + 'static) -> Subscription {
        let id = self.0.next_id.get();
        self.0.next_id.set(id.wrapping_add(1));
        self.0.listeners.borrow_mut().push((id, Rc::new(listener)));
        Subscription { list: self.0.clone(), id }
    }

    /// Tells every listener, with nothing borrowed: a listener may call back into the client.
    pub fn tell(&self, event: &Event) {
        let listeners: Vec<_> = self.0.listeners.borrow().clone();
        for (_, listener) in listeners {
            listener(event);
        }
    }

    /// Forgets every listener.
    pub fn clear(&self) {
        let gone = self.0.listeners.take();
        drop(gone);
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
            let heard = heard.clone();
            move |_: &Event| heard.set(heard.get() + 1)
        };
        let others: Rc<RefCell<Vec<Subscription>>> = Rc::default();
        let ending = others.clone();
        let ends_all = listeners.subscribe(move |_| drop(ending.take()));
        others.borrow_mut().push(ends_all);
        others.borrow_mut().push(listeners.subscribe(count(&heard)));
        let _stays = listeners.subscribe(count(&heard));
        listeners.tell(&signed_out());
        assert_eq!(heard.get(), 2, "who listened when it happened hears of it");
        listeners.tell(&signed_out());
        assert_eq!(heard.get(), 3);
    }
}
