//! The session's store: reading it, and writing one state after the other.

use std::rc::Rc;

use zeroize::Zeroizing;

use crate::context::Context;
use crate::context::writes::Ticket;
use crate::platform::{Slot, StoreError};
use crate::session::boundary::{Input, Reach};
use crate::session::kept::Kept;
use crate::session::record::Record;
use crate::session::stamp::Stamp;
use crate::world::effect::{Ask, Effect, EffectId};

/// A write under way.
struct Write {
    stamp: Stamp,
    ticket: Ticket,
    text: Zeroizing<String>,
    is_session: bool,
    /// What the store was asked. `None` for a session in memory.
    asked: Option<EffectId>,
}

impl Context {
    fn slot(&self, suffix: &str) -> Option<Slot> {
        Some(self.settings.slot(self.settings.storage?, suffix))
    }

    /// Tries a write, which is where a browser that allows no storage says so.
    pub async fn probe(&self) -> Result<(), StoreError> {
        let Some(slot) = self.slot(":probe") else { return Ok(()) };
        self.world.ask(Ask::Set(slot.clone(), Zeroizing::default())).await.done()?;
        self.world.ask(Ask::Remove(slot)).await.done()
    }

    /// What the store has. What is not ours or is broken is removed.
    pub(super) async fn load(&self) -> Result<Option<Box<Record>>, StoreError> {
        let Some(slot) = self.slot("") else { return Ok(None) };
        let last_write = self.writes.last();
        let Some(text) = self.world.ask(Ask::Get(slot.clone())).await.value()? else { return Ok(None) };
        let record = Record::parse(&self.settings, &text).map(Box::new);
        if record.is_none() && last_write == self.writes.last() {
            self.world.ask(Ask::Remove(slot)).await.done()?;
        }
        Ok(record)
    }

    /// Revokes the token of a session that only the store knows: another document has renewed or replaced `known`, and nobody has told.
    /// The store is asked before it is told of what is done next; what comes into it later is newer, and lives on.
    pub fn revoke_untold(self: &Rc<Self>, known: &Kept) {
        let Some(slot) = self.slot("") else { return };
        let asked = self.world.begin(Ask::Get(slot));
        let (context, known) = (self.clone(), known.clone());
        self.world.spawn(async move {
            let Ok(Some(text)) = context.world.asked(asked).await.value() else { return };
            let Some(Record { stamp, kept: Some(stored) }) = Record::parse(&context.settings, &text) else { return };
            let (token, now) = (stored.revocable(), context.machine().record());
            let lives_on = stamp >= now.stamp || now.kept.is_some_and(|kept| kept.revocable() == token);
            if token != known.revocable() && !lives_on {
                context.revoke(token);
            }
        });
    }

    /// Waits until the store has taken the state that this ticket is of, or a later one, or has failed to.
    pub async fn settled(&self, ticket: Ticket) {
        self.world.until(None, &|| self.is_settled(ticket)).await;
    }

    pub fn is_settled(&self, ticket: Ticket) -> bool {
        self.writes.is_settled(ticket)
    }

    /// Writes the state into the store, then tells the other tabs. What is written is the state as it is by the time that the store
    /// is asked: states are written one after the other, and the last one stays, whatever time a store takes.
    pub(super) fn write(self: &Rc<Self>) -> Ticket {
        let ticket = self.writes.request();
        if self.writes.begin() {
            // The store is asked now; a task in the background awaits its answer.
            let (context, mut write) = (self.clone(), self.put());
            self.world.spawn(async move {
                while let Some(next) = context.finish(write).await {
                    write = next;
                }
            });
        }
        ticket
    }

    fn put(&self) -> Write {
        let record = self.machine().record();
        let text = record.to_text(&self.settings);
        let is_session = record.kept.is_some();
        let ask = |slot| if is_session { Ask::Set(slot, text.clone()) } else { Ask::Remove(slot) };
        let asked = self.slot("").map(|slot| self.world.begin(ask(slot)));
        Write { stamp: record.stamp, ticket: self.writes.last(), text, is_session, asked }
    }

    /// Waits for a write, and tells the other tabs and the session's machine. Returns the next one where it was asked for meanwhile.
    async fn finish(self: &Rc<Self>, write: Write) -> Option<Write> {
        let outcome = match write.asked {
            Some(asked) => self.world.asked(asked).await.done(),
            None => Ok(()),
        };
        if let Some(slot) = self.slot("").filter(|_| write.is_session && outcome.is_err()) {
            // Where the new state does not fit the old one goes, too: its refresh token is spent where they rotate, and a tab
            // that found it there would end the session by using it.
            self.world.ask(Ask::Remove(slot)).await;
        }
        if self.reach() == Reach::Origin {
            self.world.emit(Effect::Post(write.text));
        }
        let next = self.writes.finish(write.ticket).then(|| self.put());
        self.apply(Input::Written(write.stamp, outcome.is_ok()));
        next
    }
}
