//! What comes out of the core: everything that is to be done, and nothing else is ever done.

use std::rc::Rc;

use zeroize::Zeroizing;

use crate::args::passwordless::StartedPasswordlessLogin;
use crate::args::registration::StartedRegistration;
use crate::error::Error;
use crate::http::{HttpRequest, HttpResponse};
use crate::json::Json;
use crate::pkce::Verifier;
use crate::platform::{LockMode, SendError, Slot, StoreError};
use crate::rsa_key::RsaKey;
use crate::session::boundary::Generation;
use crate::session::event::Event;
use crate::session::facts::{Session, SocialSession};
use crate::session::kept::Kept;

/// A call of the app, as the driver numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CallId(pub u32);

/// An effect that is answered, as the core numbers it. No two have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EffectId(pub u32);

/// What is to be done.
pub(crate) enum Effect {
    /// Do this, and tell by [`Answered`](crate::core::event::Event::Answered), once, what it came to.
    Ask(EffectId, Ask),
    /// This effect is waited for no more: cut the request, clear the timer, let the lock go.
    End(EffectId),

    /// Listen to the other tabs, by a channel of this name, and to what brings this document back.
    Join { channel: Option<String> },
    /// Tell the other tabs.
    Post(Zeroizing<String>),
    /// Listen no more.
    Leave,

    /// A call has come to this.
    Resolve(CallId, Outcome),
    /// A call has failed.
    Reject(CallId, Error),
    /// The session is this from now on: what the app reads without a call. It comes before whatever tells of the change.
    Keep(
        Option<Kept>,
        /// Calls that are made up of several, such as the npm package's `fetch`, belong to it.
        #[cfg_attr(not(feature = "js"), allow(dead_code))]
        Generation,
    ),
    /// Tell the listeners.
    Tell(Event),
}

/// What is asked of the world.
pub(crate) enum Ask {
    /// Send it, follow redirects, read the body to its end.
    Send(Box<HttpRequest>),
    /// Wait for so many milliseconds.
    Sleep(u32),
    /// Ask for a lock among all tabs.
    Lock { name: String, mode: LockMode },
    /// Read a value.
    Get(Slot),
    /// Write a value.
    Set(Slot, Zeroizing<String>),
    /// Remove a value; one that is not there is no error.
    Remove(Slot),
    /// Check a signature (`RS256`, RFC 7518, 3.3).
    Verify { key: RsaKey, message: Zeroizing<Vec<u8>>, signature: Vec<u8> },
    /// Draw 32 unpredictable bytes.
    Draw,
}

/// The result of a call. Every variant holds at most one machine word, so it is cheap to pass on.
#[derive(Clone)]
pub(crate) enum Outcome {
    Nothing,
    Session(Rc<Session>),
    SocialSession(Rc<SocialSession>),
    Registration(Rc<StartedRegistration>),
    PasswordlessLogin(Rc<StartedPasswordlessLogin>),
    /// The session with the access token that was asked for.
    Token(Kept),
    Address(Rc<String>),
    Claims(Rc<Json>),
}

/// The answer to an effect. Every variant holds at most one machine word, so it is cheap to pass on.
pub(crate) enum Answer {
    /// To `Send`.
    Response(Box<HttpResponse>),
    /// To `Send`: there is none.
    Lost(SendError),
    /// To `Sleep`: the time is over.
    Slept,
    /// To `Get`. It may hold tokens.
    Value(Option<Box<Zeroizing<String>>>),
    /// To `Set` and `Remove`.
    Done,
    /// To `Get`, `Set` and `Remove`: the store has not done it.
    Failed,
    /// To `Lock`.
    Lock(LockAnswer),
    /// To `Verify`: whether the signature is good; `None` where nothing here can tell.
    Verified(Option<bool>),
    /// To `Draw`: `None` where there is no secure source.
    Drawn(Option<Box<Random>>),
    /// To any: the call that waits for it was interrupted. Only the core makes this answer; a driver never sends it.
    Interrupted,
}

/// Unpredictable bytes.
pub(crate) type Random = Zeroizing<[u8; 32]>;

/// What a journey reads out of an answer to what it has asked.
impl Answer {
    pub fn response(self) -> Result<Box<HttpResponse>, SendError> {
        match self {
            Self::Response(response) => Ok(response),
            Self::Lost(why) => Err(why),
            _ => Err(SendError::Unreachable),
        }
    }

    pub fn value(self) -> Result<Option<Box<Zeroizing<String>>>, StoreError> {
        if let Self::Value(value) = self { Ok(value) } else { Err(StoreError) }
    }

    pub fn done(self) -> Result<(), StoreError> {
        if let Self::Done = self { Ok(()) } else { Err(StoreError) }
    }

    pub fn drawn(self) -> Result<Box<Random>, Error> {
        if let Self::Drawn(Some(bytes)) = self { Ok(bytes) } else { Err(Verifier::no_source()) }
    }

    pub fn verified(self) -> Option<bool> {
        if let Self::Verified(is_good) = self { is_good } else { None }
    }
}

/// The result of a lock request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LockAnswer {
    /// It is held until the effect ends.
    Held,
    /// Another document has it.
    Busy,
    /// There are no locks here.
    Unsupported,
}
