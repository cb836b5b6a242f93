//! What listeners are told.

use std::rc::Rc;

use crate::names::names;
use crate::session::facts::Session;

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
