//! Drives the session's machine: its state, and the client's store, channel and listeners, which the machine knows nothing of.

use std::cell::{Cell, Ref, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use crate::async_mutex::AsyncMutex;
use crate::boxed::Boxed;
use crate::flow::listeners::Listeners;
use crate::platform::{Channel, Store, StoreError, StoreFuture};
use crate::session::event::{Event, EventKind};
use crate::session::kept::Kept;
use crate::session::machine::{Effect, Epoch, Generation, Input, Machine, Reach};
use crate::session::record::Record;
use crate::session::stamp::Stamp;
use crate::settings::Settings;
use crate::text::concat;
use crate::uvid::Uvid;

pub(crate) struct Keeper {
    settings: Rc<Settings>,
    machine: RefCell<Machine>,
    pub listeners: Listeners,
    now: Box<dyn Fn() -> u64>,
    /// How long a store may take: one of the app's own may never answer.
    time: Timer,
    /// `None` for a session in memory.
    store: Option<Rc<dyn Store>>,
    channel: RefCell<Option<Rc<dyn Channel>>>,
    /// Whether there is a state that the store has not been given yet.
    is_pending: Cell<bool>,
    writing: AsyncMutex,
}

/// A wait of as long as a call may take.
pub(crate) type Timer = Box<dyn Fn() -> Boxed<'static, ()>>;

impl Keeper {
    pub fn new(
        settings: Rc<Settings>,
        now: Box<dyn Fn() -> u64>,
        time: Timer,
        store: Option<Rc<dyn Store>>,
        reach: Reach,
    ) -> Self {
        Self {
            settings,
            machine: RefCell::new(Machine::new(reach)),
            listeners: Listeners::default(),
            now,
            time,
            store,
            channel: RefCell::default(),
            is_pending: Cell::default(),
            writing: AsyncMutex::default(),
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
    pub fn on(&self, input: Input) -> Vec<Effect> {
        self.machine.borrow_mut().on(input, (self.now)())
    }

    /// The channel that changes go out by; `None` ends that.
    pub fn connect(&self, channel: Option<Rc<dyn Channel>>) {
        self.channel.replace(channel);
    }

    /// Reads what another tab has sent, or what a store has.
    pub fn parse(&self, text: &str) -> Option<Record> {
        Record::parse(&self.settings, text)
    }

    /// Tries a write, which is where a browser that allows no storage says so.
    pub async fn probe(&self) -> Result<(), StoreError> {
        let Some(store) = &self.store else { return Ok(()) };
        let key = concat(&[&self.settings.storage_key(), ":probe"]);
        self.in_time(store.set(&key, "")).await?;
        self.in_time(store.remove(&key)).await
    }

    /// What the store has. What is not ours or is broken is removed.
    pub async fn load(&self) -> Result<Option<Record>, StoreError> {
        let Some(store) = &self.store else { return Ok(None) };
        let Some(text) = self.in_time(store.get(&self.settings.storage_key())).await? else { return Ok(None) };
        let record = self.parse(&text);
        if record.is_none() {
            self.in_time(store.remove(&self.settings.storage_key())).await?;
        }
        Ok(record)
    }

    /// Has the store take the state as it is by then, and tells the other tabs. Ready when the store has it, or a newer one;
    /// returns which states it was given, and whether it took them.
    ///
    /// States are written one after the other and the last one stays, whatever time a store takes, and in whatever order those
    /// who made them come here. With a store that answers at once it is written in the first poll.
    pub async fn write(&self) -> Vec<(Stamp, bool)> {
        self.is_pending.set(true);
        let _guard = self.writing.lock().await;
        let mut outcomes = Vec::new();
        while self.is_pending.replace(false) {
            let record = self.machine().record();
            let text = record.to_text(&self.settings);
            let outcome = self.put(&text, record.kept.is_some()).await;
            outcomes.push((record.stamp, outcome.is_ok()));
            let channel = self.channel.borrow().clone();
            if let Some(channel) = channel {
                channel.post(&text);
            }
        }
        outcomes
    }

    async fn put(&self, text: &str, is_session: bool) -> Result<(), StoreError> {
        let Some(store) = &self.store else { return Ok(()) };
        let key = self.settings.storage_key();
        let outcome = if is_session { self.in_time(store.set(&key, text)).await } else { Ok(()) };
        if is_session && outcome.is_ok() {
            return Ok(());
        }
        // Where the new state does not fit the old one goes, too: its refresh token is spent where they rotate, and a tab that
        // found it there would end the session by using it.
        outcome.and(self.in_time(store.remove(&key)).await)
    }

    /// What a store does, or its failure where it takes too long.
    pub async fn in_time<T>(&self, mut work: StoreFuture<'_, T>) -> Result<T, StoreError> {
        let mut time = None;
        poll_fn(|cx| match work.as_mut().poll(cx) {
            Poll::Ready(done) => Poll::Ready(done),
            // Most stores answer at once and need no timer.
            Poll::Pending => time.get_or_insert_with(&self.time).as_mut().poll(cx).map(|()| Err(StoreError)),
        })
        .await
    }

    pub fn tell(&self, kind: EventKind, from_other_tab: bool) {
        let session = self.kept().map(|kept| kept.session);
        self.listeners.tell(&Event { kind, session, from_other_tab });
    }

    /// Forgets every listener and lets the other tabs go.
    pub fn close(&self) {
        self.connect(None);
        self.listeners.clear();
    }
}

#[cfg(test)]
mod tests;
