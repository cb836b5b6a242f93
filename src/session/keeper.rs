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
use crate::session::vault::{Reach, Vault};
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

    /// What happens when this session begins.
    pub fn beginning(&self) -> EventKind {
        if self.is_guest() { EventKind::Guest } else { EventKind::SignedIn }
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

/// Counts the sign-outs of this client. A login that began in an earlier epoch must not bring a session back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Epoch(u32);

/// Counts the persons whose session this client has had. A renewal does not change it, nor does a visitor who signs in under
/// the same id; every other sign-in does, and every end of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub(crate) struct Generation(pub u32);

/// Why a session no longer serves the calls that began in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gone {
    /// There was none when the call began.
    NeverThere,
    /// The person has signed out since.
    SignedOut,
    /// It was ended by the site, or another sign-in has replaced it.
    Replaced,
}

type Listener = Rc<dyn Fn(&Event)>;

pub(crate) struct Keeper {
    kept: RefCell<Option<Kept>>,
    sign_outs: Cell<u32>,
    generation: Cell<u32>,
    /// The generation that the last sign-out, in whichever tab, began.
    signed_out: Cell<u32>,
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
        Self {
            kept: RefCell::default(),
            sign_outs: Cell::default(),
            generation: Cell::default(),
            signed_out: Cell::default(),
            listeners: Rc::default(),
            vault,
        }
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

    pub fn generation(&self) -> Generation {
        Generation(self.generation.get())
    }

    /// The session as it stands, for a call that began in this generation: renewed perhaps, but no other person's.
    pub fn session_of(&self, generation: Generation) -> Result<Kept, Gone> {
        if generation == self.generation() {
            self.kept().ok_or(Gone::NeverThere)
        } else if self.signed_out.get() > generation.0 {
            Err(Gone::SignedOut)
        } else {
            Err(Gone::Replaced)
        }
    }

    /// Puts a state in place of the one before, which is returned. The one place where a generation ends.
    fn replace(&self, new: Option<Kept>, cause: EventKind) -> Option<Kept> {
        let old = self.kept.replace(new);
        let is_same_visitor = || {
            let visitor = old.as_ref().filter(|old| old.is_guest())?.visitor.as_ref()?;
            Some(visitor == self.kept.borrow().as_ref()?.visitor.as_ref()?)
        };
        if cause != EventKind::Refreshed && is_same_visitor() != Some(true) {
            self.generation.set(self.generation.get().wrapping_add(1));
        }
        if cause == EventKind::SignedOut {
            self.signed_out.set(self.generation.get());
        }
        old
    }

    /// The same for a change that was made here, and that store and other tabs are to hear of.
    fn change(&self, new: Option<Kept>, cause: EventKind) -> Option<Kept> {
        self.vault.change(cause, new.clone());
        self.replace(new, cause)
    }

    /// Takes up a new session and returns the one it replaces; [`Self::settle`] is to follow. After a sign-out in the meantime
    /// it is handed back.
    pub fn enter(&self, began_in: Epoch, new: Kept) -> Result<Option<Kept>, Kept> {
        if self.epoch() != began_in {
            return Err(new);
        }
        let cause = new.beginning();
        Ok(self.change(Some(new), cause))
    }

    /// Puts a renewed session in the old one's place. Handed back where that is not there any more.
    pub async fn renew(&self, old: &Kept, new: Kept) -> Result<(), Kept> {
        if !self.has(old) {
            return Err(new);
        }
        self.change(Some(new), EventKind::Refreshed);
        self.settle(EventKind::Refreshed).await;
        Ok(())
    }

    /// Whether this session is still the one.
    pub fn has(&self, session: &Kept) -> bool {
        self.kept.borrow().as_ref().is_some_and(|kept| kept.is(session))
    }

    /// Ends the session because the app says so: it is gone at once, and logins under way are overtaken. Where there
    /// was one, [`Self::settle`] is to follow.
    pub fn sign_out(&self) -> Option<Kept> {
        self.sign_outs.set(self.sign_outs.get().wrapping_add(1));
        let has_one = self.kept.borrow().is_some();
        if has_one { self.change(None, EventKind::SignedOut) } else { None }
    }

    /// Ends this session because the server says so, unless another has taken its place.
    pub async fn expire(&self, session: &Kept) {
        if self.has(session) {
            self.change(None, EventKind::Expired);
            self.settle(EventKind::Expired).await;
        }
    }

    /// Has the store take the change, and tells of it. Of a renewal only afterwards, so that nobody uses a token that is not
    /// kept yet; of anything else as soon as the store has begun, which is when one that answers at once has finished.
    pub async fn settle(&self, kind: EventKind) {
        let state = self.kept();
        let mut keeping = pin!(self.vault.write());
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

    /// Takes over the state of another tab, if it is newer than this one's, and answers whether it is. What is told of is what
    /// has changed here: this tab may have missed some of what the other one did.
    pub fn adopt(&self, record: Record) -> bool {
        let is_same_session = record.stamp.began == self.vault.began();
        let is_newer = self.vault.accept(record.stamp);
        if is_newer {
            let had_one = self.kept.borrow().is_some();
            let event = match &record.kept {
                Some(_) if is_same_session && had_one => EventKind::Refreshed,
                Some(new) => new.beginning(),
                None if is_same_session => EventKind::Expired,
                None => EventKind::SignedOut,
            };
            let has_one = record.kept.is_some();
            self.replace(record.kept, event);
            if had_one || has_one {
                self.tell(event, true);
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

    /// Looks into the store for another state than this client has, as long as it hears of what others do. Then a session that
    /// is there no more was cleared away by somebody, which is no sign-out: the next renewal writes it again.
    pub async fn look(&self) -> Result<(), StoreError> {
        self.look_for_changes(self.vault.reach() == Reach::Tab).await
    }

    /// Looks into the store after a time in which this tab may have heard nothing. A session that was there and is there no
    /// more was signed out elsewhere. Among the documents of one tab nobody tells of that, so there the absence always says so.
    pub async fn wake(&self) {
        let _ = self.look_for_changes(true).await;
    }

    async fn look_for_changes(&self, is_absence_an_end: bool) -> Result<(), StoreError> {
        let before = self.kept().filter(|_| is_absence_an_end && self.vault.is_stored());
        match self.vault.load().await? {
            Some(record) => {
                let stamp = record.stamp;
                if self.vault.reach() == Reach::Tab {
                    self.settle_crossing(&record).await;
                }
                self.adopt(record);
                self.vault.found(stamp);
            }
            None if before.is_some_and(|before| self.has(&before)) => {
                self.replace(None, EventKind::SignedOut);
                self.tell(EventKind::SignedOut, true);
            }
            None => {}
        }
        Ok(())
    }

    /// What [`Self::hear`] does among tabs, for the documents of one tab, which learn of each other out of the store only: where
    /// this one has made a newer state than it finds there, it writes that again.
    async fn settle_crossing(&self, record: &Record) {
        if self.kept.borrow().is_none() {
            self.vault.yield_to(record.stamp);
        }
        if self.vault.is_own() && self.vault.is_newer_than(record.stamp) {
            let _ = self.vault.insist(self.kept()).await;
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
    use crate::config::Config;
    use crate::session::record::Stamp;
    use crate::settings::Settings;

    /// What a listener saw: the event, whether there was a session in it, whether it came from another tab.
    type Seen = Rc<RefCell<Vec<(EventKind, bool, bool)>>>;

    fn keeper() -> Keeper {
        let settings = Settings::check(Config::new("https://a.b", "id")).unwrap();
        Keeper::new(Vault::new(
            Rc::new(settings),
            Box::new(|| 1),
            Box::new(|| Box::pin(std::future::pending())),
            None,
            Reach::Client,
        ))
    }

    /// In memory nothing takes time.
    fn now<T>(work: impl Future<Output = T>) -> T {
        match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(done) => done,
            Poll::Pending => panic!("memory is always ready"),
        }
    }

    fn enter(keeper: &Keeper, new: Kept) {
        let event = new.beginning();
        assert!(keeper.enter(keeper.epoch(), new).is_ok());
        now(keeper.settle(event));
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
        enter(&keeper, kept("a"));
        sign_out(&keeper);
        sign_out(&keeper);
        assert_eq!(*seen.borrow(), [(EventKind::SignedIn, true, false), (EventKind::SignedOut, false, false)]);
        drop(subscription);
        enter(&keeper, kept("b"));
        assert_eq!(seen.borrow().len(), 2);
    }

    #[test]
    fn a_login_that_a_sign_out_overtook_is_refused() {
        let keeper = keeper();
        let began_in = keeper.epoch();
        sign_out(&keeper);
        assert!(keeper.enter(began_in, kept("a")).is_err());
        assert!(keeper.kept().is_none());
    }

    #[test]
    fn the_login_that_finishes_last_wins() {
        let keeper = keeper();
        let began_in = keeper.epoch();
        assert!(keeper.enter(began_in, kept("a")).is_ok_and(|replaced| replaced.is_none()));
        let replaced = keeper.enter(began_in, kept("b")).ok().flatten().unwrap();
        assert_eq!(replaced.session.user_id.as_deref(), Some("a"));
    }

    #[test]
    fn a_renewal_or_an_expiry_of_a_session_that_is_gone_changes_nothing() {
        let keeper = keeper();
        let (old, new) = (kept("a"), kept("b"));
        assert!(keeper.enter(keeper.epoch(), old.clone()).is_ok());
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
        enter(&keeper, kept("a"));
        sign_out(&keeper);
        assert_eq!(seen.borrow().len(), 2);
        assert_eq!(keeper.listeners.list.borrow().len(), 1);
    }
}
