//! What goes into the core: everything that happens to a client, and nothing else ever changes it.

use crate::core::effect::{CallId, EffectId};
use crate::flow::access::AccessTokenArgs;
use crate::flow::login::LoginArgs;
use crate::flow::password_reset::PasswordResetArgs;
use crate::flow::passwordless::{PasswordlessArgs, StartedPasswordlessLogin};
use crate::flow::registration::{RegistrationArgs, StartedRegistration};
use crate::flow::social::SocialSignOnArgs;
use crate::platform::{SendError, StoreError};
use crate::secret::{OneTimeCode, Password};
use crate::session::machine::Generation;
use crate::uvid::Uvid;
use crate::wire::http::HttpResponse;

/// What has happened.
pub(crate) enum Event {
    /// The app asks for something. [`Effect::Resolve`](crate::core::effect::Effect::Resolve) or `Reject` answers it, once.
    Called(CallId, Call),
    /// Whoever made this call gives it up.
    Aborted(CallId),
    /// What an effect came to. One whose effect has ended means nothing any more.
    Answered(EffectId, Answer),
    /// Another tab has sent this.
    Heard(String),
    /// The document is back: in front, or out of the back/forward cache. It may have missed what others did.
    Woke,
    /// The app needs the client no more. Calls end with `aborted`, and what others are to learn is still told.
    Closed,
}

/// What the app asks for.
pub(crate) enum Call {
    /// Comes first: takes over what the store has.
    Open,
    Login(LoginArgs),
    ContinueAsGuest(Option<Uvid>),
    StartRegistration(RegistrationArgs),
    CompleteRegistration(StartedRegistration, OneTimeCode),
    StartPasswordlessLogin(PasswordlessArgs),
    CompletePasswordlessLogin(StartedPasswordlessLogin, OneTimeCode),
    StartPasswordReset(PasswordResetArgs),
    CompletePasswordReset { username: String, new_password: Password, otp: OneTimeCode },
    SocialSignOnUrl(SocialSignOnArgs),
    /// With the address that the page came back to.
    CompleteSocialSignOn(String),
    /// Of the session that this generation had; without one, of the session there is.
    GetAccessToken(AccessTokenArgs, Option<Generation>),
    UserInfo,
    Logout { to_guest: bool },
}

/// What an effect came to.
pub(crate) enum Answer {
    /// To `Send`. Boxed because it is handed on from one future to the next.
    Response(Result<Box<HttpResponse>, SendError>),
    /// To `Sleep`: the time is over.
    Slept,
    /// To `Get`.
    Value(Result<Option<String>, StoreError>),
    /// To `Set` and `Remove`.
    Done(Result<(), StoreError>),
    /// To `Lock`.
    Lock(LockAnswer),
    /// To `Verify`: whether the signature is good; `None` where nothing here can tell.
    Verified(Option<bool>),
    /// To `Draw`: `None` where there is no secure source.
    Drawn(Option<[u8; 32]>),
}

/// What came of asking for a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LockAnswer {
    /// It is held until the effect ends.
    Held,
    /// Somebody else has it.
    Busy,
    /// There are no locks here.
    Unsupported,
}
