//! The one place where a session lives, and the one stream that tells of its changes.

use std::cell::{Cell, RefCell};
use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use crate::names::names;
use crate::platform::StoreError;
use crate::secret::{AccessToken, RefreshToken};
use crate::session::facts::{Session, SessionKind};
use crate::session::record::Record;
use crate::session::vault::Vault;
use crate::uvid::Uvid;

names! {
    /// What happened to the session.
    EventKind {
        /// A user's session began.
        SignedIn = "signed-in",
        /// A visitor's session began.
        Guest = "guest",
        /// The access token was renewed.
        Refreshed = "refreshed",
        /// The server ended the session, or it ran out and cannot be renewed.
        Expired = "expired",
        /// The app ended the session.
        SignedOut = "signed-out",
        /// The store did not take the change: the session is in memory only.
        StorageFailed = "storage-failed",
    }
}

/// One change of the session.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// The session after the change.
    pub session: Option<Rc<Session>>,
    /// Whether it happened in another tab.
    pub from_other_tab: bool,
}

/// The tokens of a session. They leave it for a request to the site, or through `get_access_token`, and no other way.
#[derive(Clone, Debug)]
pub(crate) struct Tokens {
    pub access: AccessToken,
    pub refresh: Option<RefreshToken>,
    /// The base of the org's APIs, where a bearer token may go as well.
    pub instance_url: Option<String>,
    /// When the answer arrived, by the device's clock. What counts as expired is the lifetime that has passed since, so a
    /// wrong clock does no harm.
    pub received_at: u64,
}

/// A session with its tokens.
#[derive(Clone)]
pub(crate) struct Kept {
    pub session: Rc<Session>,
    pub tokens: Rc<Tokens>,
    /// The visitor this person is or was, for the way back to a guest. Known even where the token does not carry it.
    pub visitor: Option<Uvid>,
}

impl Kept {
    pub fn is_guest(&self) -> bool {
        self.session.kind == SessionKind::Guest
    }

    /// Whether this is the very session that `other` is, at the same renewal.
    pub fn is(&self, other: &Kept) -> bool {
        Rc::ptr_eq(&self.session, &other.session)
    }

    /// The token whose revocation ends the most.
    pub fn revocable(&self) -> &str {
        self.tokens.refresh.as_ref().map_or_else(|| self.tokens.access.expose(), |token| token.expose())
    }
}

/// Two states of the session that came about in two tabs without knowing of each other.
#[derive(Default)]
pub(crate) struct Crossing {
    /// The other tab's session, if it has lost against another one of this tab's: its own tab does not know of that.
    pub lost: Option<Kept>,
}

/// Counts sign-outs. A login that began in an earlier epoch must not bring a session back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Epoch(u32);

type Listener = Rc<dyn Fn(&Event)>;

pub(crate) struct Keeper {
    kept: RefCell<Option<Kept>>,
    sign_outs: Cell<u32>,
    listeners: Rc<Listeners>,
    vault: Vault,
}

#[derive(Default)]
struct Listeners {
    list: RefCell<Vec<(u32, Listener)>>,
    next_id: Cell<u32>,
}

impl Listeners {
    fn add(&self, listener: Listener) -> u32 {
        let id = self.next_id.get();
        self.next_id.set(id.wrapping_add(1));
        self.list.borrow_mut().push((id, listener));
        id
    }

    fn remove(&self, id: u32) {
        let position = self.list.borrow().iter().position(|(known, _)| *known == id);
        // Dropped with nothing borrowed: what a listener owns may subscribe or unsubscribe as it goes.
        let gone = position.map(|position| self.list.borrow_mut().remove(position));
        drop(gone);
    }
}

impl Keeper {
    pub fn new(vault: Vault) -> Self {
        Self { kept: RefCell::default(), sign_outs: Cell::default(), listeners: Rc::default(), vault }
    }

    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    pub fn kept(&self) -> Option<Kept> {
        self.kept.borrow().clone()
    }

    /// The visitor id of a guest's session: what a login carries on.
    pub fn guest(&self) -> Option<Uvid> {
        self.kept().filter(Kept::is_guest)?.visitor
    }

    pub fn epoch(&self) -> Epoch {
        Epoch(self.sign_outs.get())
    }

    /// Keeps a new session and answers the one it replaces. After a sign-out in the meantime it is handed back.
    pub async fn enter(&self, began_in: Epoch, new: Kept) -> Result<Option<Kept>, Kept> {
        if self.epoch() != began_in {
            return Err(new);
        }
        let kind = if new.is_guest() { EventKind::Guest } else { EventKind::SignedIn };
        let old = self.kept.replace(Some(new));
        self.settle(kind).await;
        Ok(old)
    }

    /// Puts a renewed session in the old one's place. Handed back where that is not there any more.
    pub async fn renew(&self, old: &Kept, new: Kept) -> Result<(), Kept> {
        if !self.has(old) {
            return Err(new);
        }
        self.kept.replace(Some(new));
        self.settle(EventKind::Refreshed).await;
        Ok(())
    }

    /// Whether this session is still the one.
    pub fn has(&self, session: &Kept) -> bool {
        self.kept.borrow().as_ref().is_some_and(|kept| kept.is(session))
    }

    /// Ends the session because the app says so: it is gone at once, and logins under way are overtaken. [`Self::settle`]
    /// is to follow.
    pub fn sign_out(&self) -> Option<Kept> {
        self.sign_outs.set(self.sign_outs.get().wrapping_add(1));
        self.kept.take()
    }

    /// Ends this session because the server says so, unless another has taken its place.
    pub async fn expire(&self, session: &Kept) {
        if self.has(session) {
            self.kept.take();
            self.settle(EventKind::Expired).await;
        }
    }

    /// Has the store take the change, and tells of it. Of a renewal only afterwards, so that nobody uses a token that is not
    /// kept yet; of anything else as soon as the store has begun, which is when one that answers at once has finished.
    pub async fn settle(&self, kind: EventKind) {
        let state = self.kept();
        let mut keeping = pin!(self.vault.keep(kind, state.clone()));
        let mut outcome = poll_fn(|cx| Poll::Ready(keeping.as_mut().poll(cx))).await;
        let is_late = kind == EventKind::Refreshed && outcome.is_pending();
        if !is_late {
            self.tell(kind, false);
        }
        if outcome.is_pending() {
            outcome = Poll::Ready(keeping.await);
        }
        // A renewal that a slow store was overtaken with is not told of: the session it led to is no more.
        if is_late && state.is_some_and(|state| self.has(&state)) {
            self.tell(kind, false);
        }
        if outcome == Poll::Ready(Err(StoreError)) {
            self.tell(EventKind::StorageFailed, false);
        }
    }

    /// Takes over the state of another tab, if it is newer than this one's, and answers whether it is.
    pub fn adopt(&self, record: Record) -> bool {
        let is_newer = self.vault.accept(record.stamp);
        if is_newer {
            let old = self.kept.replace(record.kept);
            if old.is_some() || self.kept.borrow().is_some() {
                self.tell(record.event, true);
            }
        }
        is_newer
    }

    /// What another tab says it has just written. Where this tab's state and that one came about without knowing of each other,
    /// the store may have either: a newer one of this tab's own is written again at once, and [`Self::mend`] is to follow.
    pub async fn hear(&self, record: Record) -> Option<Crossing> {
        let begins = matches!(record.event, EventKind::SignedIn | EventKind::Guest);
        if begins && self.kept.borrow().is_none() {
            self.vault.yield_to(record.stamp);
        }
        let was_own = self.vault.is_own();
        if !self.vault.is_newer_than(record.stamp) {
            return (self.adopt(record) && was_own).then(Crossing::default);
        }
        if !was_own {
            return Some(Crossing::default());
        }
        let is_another = record.stamp.began < self.vault.began();
        let _ = self.vault.insist(self.kept()).await;
        Some(Crossing { lost: record.kept.filter(|_| is_another) })
    }

    /// Sees to it that the store has no older state than this tab: whoever wrote the newer one may be gone by now.
    pub async fn mend(&self) {
        let is_wrong = match self.vault.load().await {
            Ok(Some(record)) => self.vault.is_newer_than(record.stamp),
            Ok(None) => self.kept.borrow().is_some(),
            Err(_) => false,
        };
        if is_wrong {
            let _ = self.vault.insist(self.kept()).await;
        }
    }

    /// Looks into the store for a newer state than this tab has.
    pub async fn look(&self) -> Result<(), StoreError> {
        self.vault.load().await.map(|record| self.adopt_stored(record))
    }

    fn adopt_stored(&self, record: Option<Record>) {
        if let Some(record) = record {
            let stamp = record.stamp;
            self.adopt(record);
            self.vault.found(stamp);
        }
    }

    /// Looks into the store after a time in which this tab may have heard nothing. A session that was there and is there no
    /// more was ended in another tab.
    pub async fn wake(&self) {
        let before = self.kept().filter(|_| self.vault.is_stored());
        match self.vault.load().await {
            Ok(None) if before.is_some_and(|before| self.has(&before)) => {
                self.kept.take();
                self.tell(EventKind::SignedOut, true);
            }
            Ok(record) => self.adopt_stored(record),
            Err(_) => {}
        }
    }

    /// Tells every listener, with nothing borrowed: a listener may call back into the client.
    fn tell(&self, kind: EventKind, from_other_tab: bool) {
        let event = Event { kind, session: self.kept().map(|kept| kept.session), from_other_tab };
        let listeners: Vec<_> = self.listeners.list.borrow().clone();
        for (_, listener) in listeners {
            listener(&event);
        }
    }

    pub fn subscribe(&self, listener: impl Fn(&Event) + 'static) -> Subscription {
        let id = self.listeners.add(Rc::new(listener));
        Subscription { listeners: self.listeners.clone(), id }
    }

    /// Forgets every listener and lets the other tabs go.
    pub fn close(&self) {
        self.vault.connect(None);
        let gone = self.listeners.list.take();
        drop(gone);
    }
}

/// Keeps a listener listening. Dropping it ends that.
#[must_use = "dropping a subscription ends it"]
pub struct Subscription {
    listeners: Rc<Listeners>,
    id: u32,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.listeners.remove(self.id);
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;
    use crate::session::facts::TokenFormat;

    /// A user's session with a refresh token.
    pub(crate) fn kept(user: &str) -> Kept {
        let session = Session {
            kind: SessionKind::User,
            user_id: Some(user.to_owned()),
            organization_id: None,
            uvid: None,
            scopes: Vec::new(),
            token_format: TokenFormat::Opaque,
            issued_at: 0,
            expires_at: None,
            community_url: None,
            community_id: None,
            id_token_claims: None,
        };
        let tokens = Tokens { access: "00D!x".into(), refresh: None, instance_url: None, received_at: 0 };
        Kept { session: Rc::new(session), tokens: Rc::new(tokens), visitor: None }
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::testing::kept;
    use super::*;
    use crate::config::{Config, Settings};
    use crate::session::record::Stamp;

    /// What a listener saw: the event, whether there was a session in it, whether it came from another tab.
    type Seen = Rc<RefCell<Vec<(EventKind, bool, bool)>>>;

    fn keeper() -> Keeper {
        let settings = Settings::check(Config::new("https://a.b", "id")).unwrap();
        Keeper::new(Vault::new(
            Rc::new(settings),
            Box::new(|| 1),
            Box::new(|| Box::pin(std::future::pending())),
            None,
            false,
        ))
    }

    /// In memory nothing takes time.
    fn now<T>(work: impl Future<Output = T>) -> T {
        match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(done) => done,
            Poll::Pending => panic!("memory is always ready"),
        }
    }

    fn enter(keeper: &Keeper, user: &str) {
        assert!(now(keeper.enter(keeper.epoch(), kept(user))).is_ok());
    }

    fn sign_out(keeper: &Keeper) {
        if keeper.sign_out().is_some() {
            now(keeper.settle(EventKind::SignedOut));
        }
    }

    fn recorder(keeper: &Keeper) -> (Seen, Subscription) {
        let seen = Seen::default();
        let log = seen.clone();
        let subscription = keeper.subscribe(move |event| {
            log.borrow_mut().push((event.kind, event.session.is_some(), event.from_other_tab));
        });
        (seen, subscription)
    }

    #[test]
    fn one_event_per_change_with_the_state_after_it() {
        let keeper = keeper();
        let (seen, subscription) = recorder(&keeper);
        assert!(seen.borrow().is_empty(), "no event on subscribing");
        enter(&keeper, "a");
        sign_out(&keeper);
        sign_out(&keeper);
        assert_eq!(*seen.borrow(), [(EventKind::SignedIn, true, false), (EventKind::SignedOut, false, false)]);
        drop(subscription);
        enter(&keeper, "b");
        assert_eq!(seen.borrow().len(), 2);
    }

    #[test]
    fn a_login_that_a_sign_out_overtook_is_refused() {
        let keeper = keeper();
        let began_in = keeper.epoch();
        sign_out(&keeper);
        assert!(now(keeper.enter(began_in, kept("a"))).is_err());
        assert!(keeper.kept().is_none());
    }

    #[test]
    fn the_login_that_finishes_last_wins() {
        let keeper = keeper();
        let began_in = keeper.epoch();
        assert!(now(keeper.enter(began_in, kept("a"))).is_ok_and(|replaced| replaced.is_none()));
        let replaced = now(keeper.enter(began_in, kept("b"))).ok().flatten().unwrap();
        assert_eq!(replaced.session.user_id.as_deref(), Some("a"));
    }

    #[test]
    fn a_renewal_or_an_expiry_of_a_session_that_is_gone_changes_nothing() {
        let keeper = keeper();
        let (old, new) = (kept("a"), kept("b"));
        assert!(now(keeper.enter(keeper.epoch(), old.clone())).is_ok());
        let (seen, _subscription) = recorder(&keeper);
        assert!(now(keeper.renew(&old, new.clone())).is_ok());
        assert!(now(keeper.renew(&old, kept("c"))).is_err());
        now(keeper.expire(&old));
        assert!(keeper.kept().unwrap().is(&new));
        now(keeper.expire(&new));
        assert!(keeper.kept().is_none());
        assert_eq!(*seen.borrow(), [(EventKind::Refreshed, true, false), (EventKind::Expired, false, false)]);
    }

    #[test]
    fn another_tab_s_state_is_taken_over_once_and_only_if_it_is_newer() {
        let keeper = keeper();
        let (seen, _subscription) = recorder(&keeper);
        let record = |began, event, kept| Record { stamp: Stamp { began, renewed: 0 }, event, kept };
        keeper.adopt(record(5, EventKind::SignedOut, None));
        keeper.adopt(record(7, EventKind::SignedIn, Some(kept("a"))));
        keeper.adopt(record(7, EventKind::SignedIn, Some(kept("b"))));
        keeper.adopt(record(6, EventKind::SignedOut, None));
        assert_eq!(keeper.kept().unwrap().session.user_id.as_deref(), Some("a"));
        assert_eq!(*seen.borrow(), [(EventKind::SignedIn, true, true)]);
    }

    #[test]
    fn a_listener_may_unsubscribe_itself_and_others() {
        let keeper = keeper();
        let own: Rc<RefCell<Option<Subscription>>> = Rc::default();
        let slot = own.clone();
        own.replace(Some(keeper.subscribe(move |_| drop(slot.take()))));
        let (seen, _subscription) = recorder(&keeper);
        enter(&keeper, "a");
        sign_out(&keeper);
        assert_eq!(seen.borrow().len(), 2);
        assert_eq!(keeper.listeners.list.borrow().len(), 1);
    }
}
