//! What goes into a session's machine, and what comes out.

use zeroize::Zeroizing;

use crate::session::event::EventKind;
use crate::session::kept::Kept;
use crate::session::record::Record;
use crate::session::stamp::Stamp;

/// Who sees the same store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// This client alone: a session in memory.
    Client,
    /// All documents of this tab and all clients in them: `sessionStorage`. A page that was left may come back out of the
    /// back/forward cache, and frames of the same origin share it, too. No channel connects them.
    Tab,
    /// All tabs of the origin. A channel connects them.
    Origin,
}

/// Counts the sign-outs of this client (rule 9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Epoch(u32);

impl Epoch {
    pub fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// Counts the persons whose session this client has had (rule 10).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd)]
pub(crate) struct Generation(pub u32);

impl Generation {
    pub fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// The state in which a journey that brings a session was begun (rule 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Start {
    pub epoch: Epoch,
    /// [`Machine::session_number`](super::machine::Machine::session_number).
    pub session_number: u64,
}

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

/// Why the store is looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// The ordinary look: when the client opens, before and after a refresh token is used, before a session counts as ended, after a
    /// message was adopted.
    Routine,
    /// After a time in which this document may have heard nothing.
    Waking,
    /// After states have crossed.
    Mending,
}

/// What happens to a session.
pub(crate) enum Input {
    /// A journey that was begun in this state has brought a session.
    Began(Start, Kept),
    /// The tokens of the first were renewed: the second has the new ones.
    Renewed(Kept, Kept),
    /// The app signs out.
    SignedOut,
    /// The site has ended this session, or its tokens have run out.
    Expired(Kept),
    /// Another tab has sent its new state.
    Heard(Box<Record>),
    /// The store was looked into. The stamp is that of this client's state when the look began, where the store was known to have
    /// it.
    Looked(Look, Option<Stamp>, Option<Box<Record>>),
    /// The store has taken the state with this stamp, or has failed to.
    Written(Stamp, bool),
}

/// What is to be done.
pub(crate) enum FollowUp {
    /// Have the store take [`Machine::record`], as it is by then, and tell the other tabs.
    Write,
    /// Tell the listeners. The flag says that it happened elsewhere.
    Tell(EventKind, bool),
    /// Revoke this token: it will not be used again.
    Revoke(Zeroizing<String>),
    /// Look into the store once more, for this, when what others have written can be seen.
    Look(Look),
}
