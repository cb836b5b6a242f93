//! The one place where a session lives, and the one stream that tells of its changes.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::secret::{AccessToken, RefreshToken};
use crate::session::facts::{Session, SessionKind};
use crate::uvid::Uvid;

/// What happened to the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventKind {
    /// A user's session began.
    SignedIn,
    /// A visitor's session began.
    Guest,
    /// The access token was renewed.
    Refreshed,
    /// The server ended the session, or it ran out and cannot be renewed.
    Expired,
    /// The app ended the session.
    SignedOut,
}

impl EventKind {
    /// The text that JavaScript sees.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignedIn => "signed-in",
            Self::Guest => "guest",
            Self::Refreshed => "refreshed",
            Self::Expired => "expired",
            Self::SignedOut => "signed-out",
        }
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

/// Counts sign-outs. A login that began in an earlier epoch must not bring a session back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Epoch(u32);

type Listener = Rc<dyn Fn(&Event)>;

#[derive(Default)]
pub(crate) struct Keeper {
    kept: RefCell<Option<Kept>>,
    sign_outs: Cell<u32>,
    listeners: Rc<Listeners>,
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
    pub fn kept(&self) -> Option<Kept> {
        self.kept.borrow().clone()
    }

    pub fn epoch(&self) -> Epoch {
        Epoch(self.sign_outs.get())
    }

    /// The visitor id of a guest's session: what a login carries on.
    pub fn guest(&self) -> Option<Uvid> {
        self.kept().filter(Kept::is_guest)?.visitor
    }

    /// Keeps a new session and answers the one it replaces. After a sign-out in the meantime it is handed back.
    pub fn enter(&self, began_in: Epoch, new: Kept) -> Result<Option<Kept>, Kept> {
        if self.epoch() != began_in {
            return Err(new);
        }
        let kind = if new.is_guest() { EventKind::Guest } else { EventKind::SignedIn };
        let old = self.kept.replace(Some(new));
        self.tell(kind);
        Ok(old)
    }

    /// Puts a renewed session in the old one's place. Handed back where that is not there any more.
    pub fn renew(&self, old: &Kept, new: Kept) -> Result<(), Kept> {
        if !self.has(old) {
            return Err(new);
        }
        self.kept.replace(Some(new));
        self.tell(EventKind::Refreshed);
        Ok(())
    }

    fn has(&self, session: &Kept) -> bool {
        self.kept.borrow().as_ref().is_some_and(|kept| kept.is(session))
    }

    /// Ends the session because the app says so. Logins under way are overtaken.
    pub fn sign_out(&self) -> Option<Kept> {
        self.sign_outs.set(self.sign_outs.get().wrapping_add(1));
        self.end(EventKind::SignedOut)
    }

    /// Ends this session because the server says so, unless another has taken its place.
    pub fn expire(&self, session: &Kept) {
        if self.has(session) {
            self.end(EventKind::Expired);
        }
    }

    fn end(&self, kind: EventKind) -> Option<Kept> {
        let old = self.kept.take()?;
        self.tell(kind);
        Some(old)
    }

    /// Tells every listener, with nothing borrowed: a listener may call back into the client.
    fn tell(&self, kind: EventKind) {
        let event = Event { kind, session: self.kept().map(|kept| kept.session) };
        let listeners: Vec<_> = self.listeners.list.borrow().clone();
        for (_, listener) in listeners {
            listener(&event);
        }
    }

    pub fn subscribe(&self, listener: impl Fn(&Event) + 'static) -> Subscription {
        let id = self.listeners.add(Rc::new(listener));
        Subscription { listeners: self.listeners.clone(), id }
    }

    /// Forgets every listener.
    pub fn close(&self) {
        self.listeners.list.borrow_mut().clear();
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
mod tests {
    use super::*;
    use crate::session::facts::{SessionKind, TokenFormat};

    fn kept(user: &str) -> Kept {
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

    /// What a listener saw: the event, and whether there was a session in it.
    type Seen = Rc<RefCell<Vec<(EventKind, bool)>>>;

    fn recorder(keeper: &Keeper) -> (Seen, Subscription) {
        let seen = Seen::default();
        let log = seen.clone();
        let subscription = keeper.subscribe(move |event| log.borrow_mut().push((event.kind, event.session.is_some())));
        (seen, subscription)
    }

    #[test]
    fn one_event_per_change_with_the_state_after_it() {
        let keeper = Keeper::default();
        let (seen, subscription) = recorder(&keeper);
        assert!(seen.borrow().is_empty(), "no event on subscribing");
        assert!(keeper.enter(keeper.epoch(), kept("a")).is_ok());
        keeper.sign_out();
        keeper.sign_out();
        assert_eq!(*seen.borrow(), [(EventKind::SignedIn, true), (EventKind::SignedOut, false)]);
        drop(subscription);
        assert!(keeper.enter(keeper.epoch(), kept("b")).is_ok());
        assert_eq!(seen.borrow().len(), 2);
    }

    #[test]
    fn a_login_that_a_sign_out_overtook_is_refused() {
        let keeper = Keeper::default();
        let began_in = keeper.epoch();
        keeper.sign_out();
        assert!(keeper.enter(began_in, kept("a")).is_err());
        assert!(keeper.kept().is_none());
    }

    #[test]
    fn the_login_that_finishes_last_wins() {
        let keeper = Keeper::default();
        let began_in = keeper.epoch();
        assert!(keeper.enter(began_in, kept("a")).is_ok_and(|replaced| replaced.is_none()));
        let replaced = keeper.enter(began_in, kept("b")).ok().flatten().unwrap();
        assert_eq!(replaced.session.user_id.as_deref(), Some("a"));
    }

    #[test]
    fn a_renewal_or_an_expiry_of_a_session_that_is_gone_changes_nothing() {
        let keeper = Keeper::default();
        let (old, new) = (kept("a"), kept("b"));
        assert!(keeper.enter(keeper.epoch(), old.clone()).is_ok());
        let (seen, _subscription) = recorder(&keeper);
        assert!(keeper.renew(&old, new.clone()).is_ok());
        assert!(keeper.renew(&old, kept("c")).is_err());
        keeper.expire(&old);
        assert!(keeper.kept().unwrap().is(&new));
        keeper.expire(&new);
        assert!(keeper.kept().is_none());
        assert_eq!(*seen.borrow(), [(EventKind::Refreshed, true), (EventKind::Expired, false)]);
    }

    #[test]
    fn a_listener_may_unsubscribe_itself_and_others() {
        let keeper = Keeper::default();
        let own: Rc<RefCell<Option<Subscription>>> = Rc::default();
        let slot = own.clone();
        own.replace(Some(keeper.subscribe(move |_| drop(slot.take()))));
        let (seen, _subscription) = recorder(&keeper);
        assert!(keeper.enter(keeper.epoch(), kept("a")).is_ok());
        keeper.sign_out();
        assert_eq!(seen.borrow().len(), 2);
        assert_eq!(keeper.listeners.list.borrow().len(), 1);
    }
}
