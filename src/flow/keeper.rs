//! Drives the session's machine: its state, and the store, which the machine knows nothing of.

use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;

use zeroize::Zeroizing;

use crate::platform::{StoreError, StoreKind};
use crate::session::kept::Kept;
use crate::session::machine::{Epoch, FollowUp, Generation, Input, Machine, Reach};
use crate::session::record::Record;
use crate::session::stamp::Stamp;
use crate::settings::Settings;
use crate::text::concat;
use crate::uvid::Uvid;
use crate::world::effect::Effect;
use crate::world::{Asked, World, done};

pub(crate) struct Keeper {
    settings: Rc<Settings>,
    world: World,
    machine: RefCell<Machine>,
    /// How many writes were asked for, and how many of them the store has taken or failed to.
    requested: Cell<u32>,
    written: Cell<u32>,
    is_writing: Cell<bool>,
}

/// A write under way.
pub(crate) struct Write {
    pub stamp: Stamp,
    ticket: u32,
    text: Zeroizing<String>,
    /// What the store does. `None` for a session in memory.
    stored: Option<Asked>,
    is_session: bool,
}

impl Keeper {
    pub fn new(settings: Rc<Settings>, world: World) -> Self {
        let reach = match settings.storage {
            None => Reach::Client,
            Some(StoreKind::Session) => Reach::Tab,
            Some(StoreKind::Local | StoreKind::Own) => Reach::Origin,
        };
        Self {
            settings,
            world,
            machine: RefCell::new(Machine::new(reach)),
            requested: Cell::default(),
            written: Cell::default(),
            is_writing: Cell::default(),
        }
    }

    /// What can be asked of the state.
    pub fn machine(&self) -> Ref<'_, Machine> {
        self.machine.borrow()
    }

    pub fn kept(&self) -> Option<Kept> {
        self.machine().kept().cloned()
    }

    /// The visitor id of a guest's session: what a login carries on.
    pub fn guest(&self) -> Option<Uvid> {
        self.machine().guest().cloned()
    }

    pub fn has(&self, session: &Kept) -> bool {
        self.machine().has(session)
    }

    pub fn reach(&self) -> Reach {
        self.machine().reach()
    }

    pub fn epoch(&self) -> Epoch {
        self.machine().epoch()
    }

    pub fn generation(&self) -> Generation {
        self.machine().generation()
    }

    /// Lets something happen. What follows from it is still to be done.
    pub fn on(&self, input: Input, now_ms: u64) -> Vec<FollowUp> {
        self.machine.borrow_mut().on(input, now_ms)
    }

    /// Reads what another tab has sent, or what a store has.
    pub fn parse(&self, text: &str) -> Option<Record> {
        Record::parse(&self.settings, text)
    }

    /// Tries a write, which is where a browser that allows no storage says so.
    pub async fn probe(&self) -> Result<(), StoreError> {
        let Some(store) = self.settings.storage else { return Ok(()) };
        let key = concat(&[&self.settings.storage_key(), ":probe"]);
        self.world.set(store, &key, "", self.settings.timeout_ms).await?;
        self.world.remove(store, &key, self.settings.timeout_ms).await
    }

    /// What the store has. What is not ours or is broken is removed.
    pub async fn load(&self) -> Result<Option<Record>, StoreError> {
        let Some(store) = self.settings.storage else { return Ok(None) };
        let (key, limit_ms) = (self.settings.storage_key(), self.settings.timeout_ms);
        let Some(text) = self.world.get(store, &key, limit_ms).await? else { return Ok(None) };
        let record = self.parse(&text);
        if record.is_none() {
            self.world.remove(store, &key, limit_ms).await?;
        }
        Ok(record)
    }

    /// Asks for a write of the state: [`Self::is_written`] takes the number.
    pub fn request(&self) -> u32 {
        self.requested.set(self.requested.get().wrapping_add(1));
        self.requested.get()
    }

    /// Whether the store was given the state that this number was asked for, or a later one.
    pub fn is_written(&self, ticket: u32) -> bool {
        self.written.get() >= ticket
    }

    pub fn is_writing(&self) -> bool {
        self.is_writing.get()
    }

    /// Has the store take the state as it is now. `None` where it is still busy with an older one: then whoever sees to that one
    /// goes on with this.
    pub fn begin_write(&self) -> Option<Write> {
        (!self.is_writing.replace(true)).then(|| self.put())
    }

    fn put(&self) -> Write {
        let record = self.machine().record();
        let text = record.to_text(&self.settings);
        let (key, limit_ms) = (self.settings.storage_key(), self.settings.timeout_ms);
        let is_session = record.kept.is_some();
        let stored = self.settings.storage.map(|store| {
            let id = self.world.next_id();
            let effect = if is_session {
                Effect::Set { id, store, key, value: text.clone(), limit_ms }
            } else {
                Effect::Remove { id, store, key, limit_ms }
            };
            self.world.ask(id, effect)
        });
        Write { stamp: record.stamp, ticket: self.requested.get(), text, stored, is_session }
    }

    /// Waits for a write, and tells the other tabs. Returns whether the store took it, and the next write where one was asked for
    /// meanwhile.
    pub async fn finish_write(&self, write: Write) -> (Result<(), StoreError>, Option<Write>) {
        let Write { ticket, text, stored, is_session, .. } = write;
        let outcome = match stored {
            Some(stored) => done(stored.await),
            None => Ok(()),
        };
        if let Some(store) = self.settings.storage {
            if is_session && outcome.is_err() {
                // Where the new state does not fit the old one goes, too: its refresh token is spent where they rotate, and a tab
                // that found it there would end the session by using it.
                let _ = self.world.remove(store, &self.settings.storage_key(), self.settings.timeout_ms).await;
            }
            if self.reach() == Reach::Origin {
                self.world.tell(Effect::Post(text));
            }
        }
        self.written.set(ticket);
        let is_up_to_date = ticket == self.requested.get();
        self.is_writing.set(!is_up_to_date);
        (outcome, (!is_up_to_date).then(|| self.put()))
    }
}
