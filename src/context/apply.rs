//! The changes of the session, and what follows from them.

use std::cell::Cell;
use std::rc::Rc;

use crate::context::Context;
use crate::context::writes::Ticket;
use crate::platform::StoreError;
use crate::session::boundary::{FollowUp, Generation, Input, Look, Reach};
use crate::session::event::{Event, EventKind};
use crate::session::kept::Kept;
use crate::session::record::Record;
use crate::session::timing::PROPAGATION_MS;
use crate::wire::revoke;
use crate::world::effect::{Ask, Effect};

impl Context {
    /// Applies an input to the session, and performs what follows from it. The session has changed when this returns; the ticket
    /// tells when the store has taken the new state, or a newer one.
    pub fn apply(self: &Rc<Self>, input: Input) -> Ticket {
        let (before, generation) = (self.kept(), self.machine().generation());
        let follow_ups = self.machine.borrow_mut().on(input, self.world.now_ms());
        self.publish(before, generation);
        self.perform(follow_ups)
    }

    /// Tells the driver of the session, unless it is as it was before.
    fn publish(&self, before: Option<Kept>, generation: Generation) {
        let machine = self.machine();
        if before.as_ref() != machine.kept() || generation != machine.generation() {
            self.world.emit(Effect::Keep(machine.kept().cloned(), machine.generation()));
        }
    }

    /// Does what the session's machine asks for, in that order. A store is told before the listeners are: one that answers at
    /// once has the state when they hear of it.
    fn perform(self: &Rc<Self>, follow_ups: Vec<FollowUp>) -> Ticket {
        let mut ticket = Ticket::default();
        for follow_up in follow_ups {
            match follow_up {
                FollowUp::Write => ticket = self.write(),
                FollowUp::Tell(event, from_other_tab) => self.tell(event, from_other_tab),
                FollowUp::Revoke(token) => drop(self.revoke(&token)),
                FollowUp::Look(look) => self.look_soon(look, false),
            }
        }
        ticket
    }

    fn tell(&self, kind: EventKind, from_other_tab: bool) {
        let session = self.kept().map(|kept| kept.session.clone());
        self.world.emit(Effect::Tell(Event { kind, session, from_other_tab }));
    }

    /// Revokes a token that will not be used again, whatever the result. No caller can cut the request; one may wait for what this
    /// returns to become true.
    pub fn revoke(self: &Rc<Self>, token: &str) -> Rc<Cell<bool>> {
        let (context, request) = (self.clone(), revoke::request(&self.settings, token));
        let revoked = Rc::new(Cell::new(false));
        let over = revoked.clone();
        self.world.spawn(async move {
            context.world.ask(Ask::Send(request)).await;
            over.set(true);
        });
        revoked
    }

    /// Ends a session that the site has ended or whose tokens have run out. Returns `false` if another document has replaced
    /// it, which only the store may show.
    pub async fn expire(self: &Rc<Self>, session: &Kept) -> bool {
        let _ = self.look(Look::Routine).await;
        let is_current = self.machine().has(session);
        self.settled(self.apply(Input::Expired(session.clone()))).await;
        is_current
    }

    /// Handles a state that another tab has sent. A closed client ignores it, unless its renewal is still running and may write.
    pub fn hear(self: &Rc<Self>, text: &str) {
        let is_over = self.calls.are_closed() && !self.renewals.is_under_way();
        if let Some(record) = Record::parse(&self.settings, text).filter(|_| !is_over) {
            self.apply(Input::Heard(Box::new(record)));
        }
    }

    /// The document is back, and may have missed what others did. Rule 7 of [`crate::session`].
    pub fn wake(self: &Rc<Self>) {
        let context = self.clone();
        self.world.spawn(async move {
            let _ = context.look(Look::Waking).await;
            if context.reach() == Reach::Origin {
                context.look_soon(Look::Waking, false);
            }
        });
    }

    /// Looks into the store after [`PROPAGATION_MS`], when other tabs' writes are visible. With `unless_own` it does not look
    /// if this client has made its current state itself.
    pub fn look_soon(self: &Rc<Self>, look: Look, unless_own: bool) {
        let context = self.clone();
        self.world.spawn(async move {
            let closing = context.calls.new_switch();
            context.world.sleep(PROPAGATION_MS).until(&closing).await;
            let is_needless = unless_own && context.machine().is_own();
            if !closing.has_fired() && !is_needless {
                let _ = context.look(look).await;
            }
        });
    }

    /// Looks into the store for what others have done.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn look(self: &Rc<Self>, look: Look) -> Result<(), StoreError> {
        if self.reach() == Reach::Client {
            return Ok(()); // nobody else can have done anything; and a store that is missing is not an empty store
        }
        let before = self.machine().stored_stamp();
        let found = self.load().await?;
        if self.calls.are_closed() && look == Look::Waking {
            return Ok(()); // the session stays as it was when the client was closed
        }
        self.settled(self.apply(Input::Looked(look, before, found))).await;
        Ok(())
    }
}
