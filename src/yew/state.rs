//! What components are told of the session.

use std::rc::Rc;

use crate::client::Client;
use crate::session::facts::{Session, SessionKind};

/// What is known of the session.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SessionState {
    /// Not known yet: on a server, and at the first rendering of a page that came from one. Show a placeholder.
    Unknown,
    /// There is none.
    Anonymous,
    /// A visitor's.
    Guest(Rc<Session>),
    /// A user's.
    User(Rc<Session>),
}

impl SessionState {
    /// The session, where there is one.
    pub fn session(&self) -> Option<&Rc<Session>> {
        match self {
            Self::Unknown | Self::Anonymous => None,
            Self::Guest(session) | Self::User(session) => Some(session),
        }
    }

    pub(super) fn of(client: &Client) -> Self {
        if client.knows_session() { Self::from(client.session()) } else { Self::Unknown }
    }
}

impl From<Option<Rc<Session>>> for SessionState {
    /// Of a session that is known, or known to be absent.
    fn from(session: Option<Rc<Session>>) -> Self {
        match session {
            None => Self::Anonymous,
            Some(session) if session.kind == SessionKind::User => Self::User(session),
            Some(session) => Self::Guest(session),
        }
    }
}
