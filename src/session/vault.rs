//! Keeps the session's state in a store and tells the other tabs, where there are any.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use crate::boxed::Boxed;
use crate::platform::{Channel, Store, StoreError, StoreFuture};
use crate::queue::Queue;
use crate::session::keeper::{EventKind, Kept};
use crate::session::record::{Record, Stamp};
use crate::settings::Settings;
use crate::text::concat;

/// A session's place in a store.
pub(crate) struct Vault {
    settings: Rc<Settings>,
    now: Box<dyn Fn() -> u64>,
    /// How long a store may take: one of the app's own may never answer.
    time: Timer,
    /// `None` for a session in memory.
    store: Option<Rc<dyn Store>>,
    reach: Reach,
    channel: RefCell<Option<Rc<dyn Channel>>>,
    /// The stamp of the state that this tab has.
    stamp: Cell<Stamp>,
    /// Whether this tab has written that state.
    is_own: Cell<bool>,
    /// Whether the store has had the session that this tab has, or given it one: only then does its absence mean anything.
    is_stored: Cell<bool>,
    /// The state that waits to be written; the newest replaces the one before.
    pending: RefCell<Option<Record>>,
    queue: Queue,
}

/// Who sees the same store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// This client alone: a session in memory.
    Client,
    /// All documents of this tab and all clients in them: `sessionStorage`. A page that was left may come back out of the
    /// back/forward cache, and frames of the same origin share it, too.
    Tab,
    /// All tabs of the origin.
    Origin,
}

/// A wait of as long as a call may take.
pub(crate) type Timer = Box<dyn Fn() -> Boxed<'static, ()>>;

impl Vault {
    pub fn new(
        settings: Rc<Settings>,
        now: Box<dyn Fn() -> u64>,
        time: Timer,
        store: Option<Rc<dyn Store>>,
        reach: Reach,
    ) -> Self {
        Self {
            settings,
            now,
            time,
            store,
            reach,
            channel: RefCell::default(),
            stamp: Cell::default(),
            is_own: Cell::default(),
            is_stored: Cell::new(false),
            pending: RefCell::new(None),
            queue: Queue::default(),
        }
    }

    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// When the session that this tab has began: what tells it from another, whatever was renewed.
    pub fn began(&self) -> u64 {
        self.stamp.get().began
    }

    /// The channel that changes go out by; `None` ends that.
    pub fn connect(&self, channel: Option<Rc<dyn Channel>>) {
        self.channel.replace(channel);
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

    /// Notes that the state with this stamp is in the store.
    pub fn found(&self, stamp: Stamp) {
        if stamp == self.stamp.get() {
            self.is_stored.set(true);
        }
    }

    /// Whether this tab has written the state that it has.
    pub fn is_own(&self) -> bool {
        self.is_own.get()
    }

    /// Whether the session that this tab has should be in the store.
    pub fn is_stored(&self) -> bool {
        self.is_stored.get()
    }

    /// Reads what another tab has sent.
    pub fn parse(&self, text: &str) -> Option<Record> {
        Record::parse(&self.settings, text)
    }

    /// Whether this state is newer than the one this tab has; from then on it is the one.
    pub fn accept(&self, stamp: Stamp) -> bool {
        let is_newer = stamp > self.stamp.get();
        if is_newer {
            self.stamp.set(stamp);
            self.is_own.set(false);
            self.is_stored.set(false);
        }
        is_newer
    }

    /// Lets go of this tab's stamp where that lies in the future and this one does not: the clock was set back between the two.
    /// A tab that was opened since knew nothing of the sign-out before, and begins its session by the clock as it is now.
    pub fn yield_to(&self, stamp: Stamp) {
        let now = (self.now)();
        if stamp.began_ms() <= now && now < self.stamp.get().began_ms() {
            self.stamp.take();
            self.is_own.set(false);
        }
    }

    /// Whether this state is older than the one this tab has.
    pub fn is_newer_than(&self, stamp: Stamp) -> bool {
        stamp < self.stamp.get()
    }

    /// Takes up this tab's new state: from now on older ones of other tabs are refused. [`Self::write`] is to follow.
    pub fn change(&self, event: EventKind, kept: Option<Kept>) {
        // Drawn by the token, which no other session has: so nothing more random is needed.
        let sum = |sum: u16, byte: u8| sum.wrapping_mul(31).wrapping_add(byte.into());
        let part = kept.as_ref().map_or(0, |kept| kept.tokens.access.expose().bytes().fold(0, sum));
        self.stamp.set(self.stamp.get().next(event, (self.now)(), part));
        self.put(event, kept);
    }

    /// Writes the state that this tab has once more.
    pub async fn insist(&self, kept: Option<Kept>) -> Result<(), StoreError> {
        let event = if kept.is_some() { EventKind::Refreshed } else { EventKind::SignedOut };
        self.put(event, kept);
        self.write().await
    }

    fn put(&self, event: EventKind, kept: Option<Kept>) {
        self.is_own.set(true);
        self.is_stored.set(false);
        self.pending.replace(Some(Record { stamp: self.stamp.get(), event, kept }));
    }

    /// Writes what was changed and tells the other tabs. Ready when the store has it, or a newer state.
    ///
    /// States are written one after the other and the last one stays, whatever time a store takes. With a store that answers
    /// at once it is written before this returns for the first time.
    pub async fn write(&self) -> Result<(), StoreError> {
        let Some(store) = &self.store else {
            self.pending.take();
            return Ok(());
        };
        let _turn = self.queue.enter().await;
        let key = self.settings.storage_key();
        let mut outcome = Ok(());
        loop {
            // Taken out before anything is awaited: no borrow may be held across that.
            let next = self.pending.borrow_mut().take();
            let Some(record) = next else { return outcome };
            let text = record.to_text(&self.settings);
            outcome = match &record.kept {
                Some(_) => self.in_time(store.set(&key, &text)).await,
                None => Ok(()),
            };
            // Where the new state does not fit the old one goes, too: its refresh token is spent where they rotate, and a tab
            // that found it there would end the session by using it.
            if record.kept.is_none() || outcome.is_err() {
                outcome = outcome.and(self.in_time(store.remove(&key)).await);
            }
            self.is_stored.set(outcome.is_ok() && record.kept.is_some());
            let channel = self.channel.borrow().clone();
            if let Some(channel) = channel {
                channel.post(&text);
            }
        }
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
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Waker};

    use super::*;
    use crate::config::Config;

    fn settings() -> Rc<Settings> {
        Rc::new(Settings::check(Config::new("https://a.b", "id")).unwrap())
    }

    fn never() -> Timer {
        Box::new(|| Box::pin(std::future::pending()))
    }

    /// One that other tabs share, where it is always the first millisecond.
    fn vault(store: Option<Rc<dyn Store>>) -> Vault {
        Vault::new(settings(), Box::new(|| 1), never(), store, Reach::Origin)
    }

    #[test]
    fn a_store_that_never_answers_has_failed_in_the_end() {
        let at_once: Timer = Box::new(|| Box::pin(std::future::ready(())));
        let vault = Vault::new(settings(), Box::new(|| 1), at_once, Some(Rc::new(Slow::default())), Reach::Origin);
        vault.change(EventKind::SignedOut, None);
        let mut keeping = pin!(vault.write());
        let outcome = keeping.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(outcome, Poll::Ready(Err(StoreError)));
    }

    /// A store whose writes finish when the test says so.
    #[derive(Default)]
    struct Slow {
        value: RefCell<Option<String>>,
        writes: RefCell<VecDeque<Option<String>>>,
    }

    impl Slow {
        fn finish_one(&self) {
            let next = self.writes.borrow_mut().pop_front().unwrap();
            *self.value.borrow_mut() = next;
        }

        fn begin(&self, value: Option<String>) -> StoreFuture<'_, ()> {
            self.writes.borrow_mut().push_back(value);
            let open = self.writes.borrow().len();
            assert_eq!(open, 1, "one write at a time");
            Box::pin(poll_fn(
                move |_| if self.writes.borrow().is_empty() { Poll::Ready(Ok(())) } else { Poll::Pending },
            ))
        }
    }

    impl Store for Slow {
        fn get<'a>(&'a self, _: &'a str) -> StoreFuture<'a, Option<String>> {
            Box::pin(std::future::ready(Ok(self.value.borrow().clone())))
        }
        fn set<'a>(&'a self, _: &'a str, value: &'a str) -> StoreFuture<'a, ()> {
            self.begin(Some(value.to_owned()))
        }
        fn remove<'a>(&'a self, _: &'a str) -> StoreFuture<'a, ()> {
            self.begin(None)
        }
    }

    #[test]
    fn the_last_state_stays_whatever_time_a_write_takes() {
        let store = Rc::new(Slow::default());
        let vault = vault(Some(store.clone()));
        let mut cx = Context::from_waker(Waker::noop());

        let kept = || Some(crate::session::keeper::testing::kept("a"));
        vault.change(EventKind::SignedIn, kept());
        let mut first = pin!(vault.write());
        assert!(first.as_mut().poll(&mut cx).is_pending());
        vault.change(EventKind::Refreshed, kept());
        let mut second = pin!(vault.write());
        assert!(second.as_mut().poll(&mut cx).is_pending());
        vault.change(EventKind::SignedOut, None);
        let mut third = pin!(vault.write());
        assert!(third.as_mut().poll(&mut cx).is_pending());

        store.finish_one();
        assert!(first.as_mut().poll(&mut cx).is_pending(), "the newest state is written next, the one between never");
        assert!(third.as_mut().poll(&mut cx).is_pending());
        store.finish_one();
        assert!(first.as_mut().poll(&mut cx).is_ready());
        assert!(second.as_mut().poll(&mut cx).is_ready() && third.as_mut().poll(&mut cx).is_ready());
        assert_eq!(*store.value.borrow(), None);
    }

    #[test]
    fn a_state_that_is_being_written_is_not_stored_yet_whatever_is_there() {
        let store = Rc::new(Slow::default());
        let vault = vault(Some(store.clone()));
        let mut cx = Context::from_waker(Waker::noop());
        let kept = || Some(crate::session::keeper::testing::kept("a"));

        vault.change(EventKind::SignedIn, kept());
        let mut first = pin!(vault.write());
        assert!(first.as_mut().poll(&mut cx).is_pending() && !vault.is_stored());
        store.finish_one();
        assert!(first.as_mut().poll(&mut cx).is_ready() && vault.is_stored());
        vault.change(EventKind::SignedIn, kept());
        let mut second = pin!(vault.write());
        assert!(second.as_mut().poll(&mut cx).is_pending() && !vault.is_stored());
        let Poll::Ready(Ok(Some(before))) = pin!(vault.load()).poll(&mut cx) else { panic!("the first one is there") };
        vault.found(before.stamp);
        assert!(!vault.is_stored());
        store.finish_one();
        assert!(second.as_mut().poll(&mut cx).is_ready() && vault.is_stored());
    }

    #[test]
    fn it_yields_to_what_is_older_only_where_the_clock_was_set_back() {
        let clock = Rc::new(Cell::new(600));
        let now = clock.clone();
        let vault = Vault::new(settings(), Box::new(move || now.get()), never(), None, Reach::Origin);
        vault.change(EventKind::SignedOut, None);
        let older = Stamp::default().next(EventKind::SignedIn, 100, u16::MAX);
        for (time, yields) in [(600, false), (99, false), (599, true)] {
            clock.set(time);
            vault.yield_to(older);
            assert_eq!(!vault.is_newer_than(older), yields, "{time}");
        }
    }

    #[test]
    fn what_it_has_written_is_its_own_until_something_newer_comes() {
        let vault = vault(Some(Rc::new(Slow::default())));
        let at = |began| Stamp { began, renewed: 0 };
        assert!(vault.accept(at(5)) && !vault.is_own());
        let mut insisting = pin!(vault.insist(None));
        assert!(insisting.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        assert!(vault.is_own() && !vault.accept(at(5)) && vault.is_own());
        assert!(vault.accept(at(6)) && !vault.is_own());
    }

    #[test]
    fn a_state_is_accepted_once_and_never_an_older_one() {
        let vault = vault(None);
        let at = |began| Stamp { began, renewed: 0 };
        assert!(vault.accept(at(5)));
        assert!(!vault.accept(at(5)) && !vault.accept(at(4)));
        assert!(vault.accept(at(6)));
    }
}
