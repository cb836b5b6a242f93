//! What goes into the core: everything that happens to a client, and nothing else ever changes it.

use crate::args::access_token::AccessTokenArgs;
use crate::args::login::LoginArgs;
use crate::args::password_reset::PasswordResetArgs;
use crate::args::passwordless::{PasswordlessArgs, StartedPasswordlessLogin};
use crate::args::registration::{RegistrationArgs, StartedRegistration};
use crate::args::social::SocialSignOnArgs;
use crate::secret::{OneTimeCode, Password};
use crate::session::machine::Generation;
use crate::uvid::Uvid;
use crate::world::effect::{Answer, CallId, EffectId};

/// What has happened.
pub(crate) enum Event {
    /// The app asks for something. [`Effect::Resolve`](crate::world::effect::Effect::Resolve) or `Reject` answers it, once.
    Called(CallId, Call),
    /// Whoever made this call gives it up. Where that is known before the call is made, this comes right before [`Self::Called`].
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
    CompletePasswordReset {
        username: String,
        new_password: Password,
        otp: OneTimeCode,
    },
    SocialSignOnUrl(SocialSignOnArgs),
    /// With the address that the page came back to.
    CompleteSocialSignOn(String),
    /// Of the session that this generation had; without one, of the session there is.
    GetAccessToken(AccessTokenArgs, Option<Generation>),
    UserInfo,
    Logout {
        to_guest: bool,
    },
}
