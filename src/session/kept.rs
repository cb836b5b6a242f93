//! A session with its tokens, as a client has it.

use std::ops::Deref;
use std::rc::Rc;

use crate::secret::{AccessToken, RefreshToken};
use crate::session::event::EventKind;
use crate::session::facts::{Session, SessionKind};
use crate::settings::Settings;
use crate::uvid::Uvid;
use crate::wire::authorize::{GuestHint, Subject};
use crate::wire::code::AuthorizationResponse;
use crate::wire::token::TokenResponse;

/// The tokens of a session. They leave it for a request to the site, or through `get_access_token`, and no other way.
#[derive(Debug)]
pub(crate) struct Tokens {
    pub access: AccessToken,
    pub refresh: Option<RefreshToken>,
    /// The base of the org's APIs, where a bearer token may go as well.
    pub instance_url: Option<String>,
    /// When the answer arrived, in milliseconds by the device's clock. What counts as expired is the lifetime that has passed
    /// since, so a wrong clock does no harm.
    pub received_at: u64,
}

impl Tokens {
    fn of(response: &TokenResponse, received_at: u64) -> Self {
        let TokenResponse { access, refresh, instance_url, .. } = response;
        Self { access: access.clone(), refresh: refresh.clone(), instance_url: instance_url.clone(), received_at }
    }
}

/// A session with its tokens. Clones are the same.
#[derive(Clone)]
pub(crate) struct Kept(Rc<Parts>);

pub(crate) struct Parts {
    pub session: Rc<Session>,
    pub tokens: Tokens,
    /// The visitor this person is or was, for the way back to a guest. Known even where the token does not carry it.
    pub visitor: Option<Uvid>,
}

impl Deref for Kept {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// The same session at the same renewal. A site may give the same access token again.
impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        let (own, others) = (&self.tokens, &other.tokens);
        own.received_at == others.received_at
            && own.access.expose() == others.access.expose()
            && self.refresh_token() == other.refresh_token()
    }
}

impl Kept {
    pub fn new(session: Session, tokens: Tokens, visitor: Option<Uvid>) -> Self {
        Self(Rc::new(Parts { session: Rc::new(session), tokens, visitor }))
    }

    /// The session that begins with these responses.
    pub fn begun(
        settings: &Settings,
        code: &AuthorizationResponse,
        tokens: &TokenResponse,
        subject: Subject<'_>,
        received_at: u64,
    ) -> Self {
        let (session, visitor) = match subject {
            Subject::User(uvid) => (Session::of_user(settings, code, tokens, uvid), uvid.cloned()),
            Subject::Guest(GuestHint::Uvid(uvid)) => (Session::of_guest(settings, code, tokens, Some(uvid)), None),
            Subject::Guest(GuestHint::Jwt(_)) => (Session::of_guest(settings, code, tokens, None), None),
        };
        // A guest's id is the one that the site returns. The site may also have given an id to a user who had none.
        let visitor = visitor.or_else(|| session.uvid.as_deref().and_then(|uvid| Uvid::parse(uvid).ok()));
        Self::new(session, Tokens::of(tokens, received_at), visitor)
    }

    /// The same session with what a renewal has brought. What the response does not say stays as it was.
    pub fn renewed(&self, response: &TokenResponse, received_at: u64) -> Self {
        let mut tokens = Tokens::of(response, received_at);
        // Only a rotating app sends a new one.
        tokens.refresh = tokens.refresh.or_else(|| self.tokens.refresh.clone());
        tokens.instance_url = tokens.instance_url.or_else(|| self.tokens.instance_url.clone());
        Self::new(self.session.renewed(response), tokens, self.visitor.clone())
    }

    pub fn is_guest(&self) -> bool {
        self.session.kind == SessionKind::Guest
    }

    /// What happens when this session begins.
    pub fn beginning(&self) -> EventKind {
        if self.is_guest() { EventKind::Guest } else { EventKind::SignedIn }
    }

    /// The token that a renewal is made with: of users only.
    pub fn refresh_token(&self) -> Option<&str> {
        self.tokens.refresh.as_ref().map(RefreshToken::expose)
    }

    /// The token whose revocation ends the most.
    pub fn revocable(&self) -> &str {
        self.refresh_token().unwrap_or_else(|| self.tokens.access.expose())
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;
    use crate::session::facts::TokenFormat;

    /// A user's session, with a refresh token of their own.
    pub(crate) fn user(name: &str) -> Kept {
        kept(SessionKind::User, name, None)
    }

    /// A visitor's session.
    pub(crate) fn guest(visitor: &Uvid) -> Kept {
        kept(SessionKind::Guest, visitor.as_str(), Some(visitor.clone()))
    }

    /// The same with something else in it.
    pub(crate) fn changed(kept: Kept, change: impl FnOnce(&mut Session, &mut Tokens, &mut Option<Uvid>)) -> Kept {
        let Ok(Parts { session, mut tokens, mut visitor }) = Rc::try_unwrap(kept.0) else { panic!("it is shared") };
        let mut session = Rc::unwrap_or_clone(session);
        change(&mut session, &mut tokens, &mut visitor);
        Kept::new(session, tokens, visitor)
    }

    fn kept(kind: SessionKind, name: &str, visitor: Option<Uvid>) -> Kept {
        let session = Session {
            kind,
            user_id: Some(name.to_owned()),
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
        let refresh = (kind == SessionKind::User).then(|| format!("refresh {name}").into());
        let tokens = Tokens { access: format!("access{name}").into(), refresh, instance_url: None, received_at: 0 };
        Kept::new(session, tokens, visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{changed, user};
    use super::*;

    #[test]
    fn a_session_is_the_same_at_the_same_renewal_though_it_was_read_from_a_store() {
        let ada = user("ada");
        assert!(ada == user("ada") && ada != user("bob"));
        let other = |change: fn(&mut Tokens)| changed(user("ada"), |_, tokens, _| change(tokens));
        assert!(ada != other(|tokens| tokens.received_at = 1), "a site may give the same token again");
        assert!(ada != other(|tokens| tokens.access = "another".to_owned().into()));
        assert!(ada != other(|tokens| tokens.refresh = None));
    }
}
