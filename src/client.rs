//! The client, as a Rust front end uses it.

use std::future::Future as _;
use std::pin::pin;
use std::rc::Rc;
use std::task::{self, Poll, Waker};

use crate::args::access_token::AccessTokenArgs;
use crate::args::login::LoginArgs;
use crate::args::password_reset::PasswordResetArgs;
use crate::args::passwordless::{PasswordlessArgs, StartedPasswordlessLogin};
use crate::args::registration::{RegistrationArgs, StartedRegistration};
use crate::args::social::SocialSignOnArgs;
use crate::browser::Browser;
use crate::config::Config;
use crate::core::journey::Journey;
use crate::driver::absent::Absent;
use crate::driver::listeners::Subscription;
use crate::driver::{Driver, Host};
use crate::error::{Code, Error, Hint, Step};
use crate::json::Json;
use crate::platform::Platform;
use crate::secret::{AccessToken, OneTimeCode, Password};
use crate::session::event::Event;
use crate::session::facts::{Session, SocialSession};
use crate::uvid::Uvid;
use crate::world::effect::Outcome;

/// A client of one site. Clones share the session. It is made for one thread, as a page has one.
///
/// Dropping a journey's future cancels it: the request under way is cut and the session stays as it was.
///
/// ```no_run
/// # async fn run() -> Result<(), headless_identity::Error> {
/// use headless_identity::{Client, Config, LoginArgs};
///
/// let client = Client::new(Config::new("https://acme.my.site.com/portal", "3MVG9example"))?;
/// let session = client.login(LoginArgs::new("ada@example.com", "her password")).await?;
/// assert_eq!(client.session().as_deref(), Some(&session));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client(Rc<dyn Host>);

/// Clones of one client are equal, and no others.
impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::addr_eq(Rc::as_ptr(&self.0), Rc::as_ptr(&other.0))
    }
}

impl Client {
    /// A client in a browser, at once. For a store of the app's own that takes time to answer there is [`Client::open`].
    ///
    /// In a native program, such as a server that renders pages, there is no browser. A client can be made there all the same, so
    /// that the same components render on both sides: it has no session, and each of its calls ends with `wasm_unavailable`.
    ///
    /// # Errors
    /// `invalid_config`, with a hint that names the value; `storage` where the store cannot be used, or not at once.
    pub fn new(config: Config) -> Result<Self, Error> {
        let mut opening = pin!(Self::open(config));
        match opening.as_mut().poll(&mut task::Context::from_waker(Waker::noop())) {
            Poll::Ready(client) => client,
            Poll::Pending => Err(Error::storage().with_hint(Hint::OpenedAtOnce)),
        }
    }

    /// A client in a browser, with the session that its store has. In a native program as [`Client::new`].
    ///
    /// # Errors
    /// `invalid_config`, with a hint that names the value; `storage` where the store cannot be used.
    pub async fn open(config: Config) -> Result<Self, Error> {
        if cfg!(all(target_arch = "wasm32", target_os = "unknown")) {
            Self::with_platform(config, Browser).await
        } else {
            Ok(Self(Absent::open(config)?))
        }
    }

    /// A client on the caller's own platform, such as a test's. The traits of [`platform`](crate::platform) may change in any minor
    /// version.
    ///
    /// # Errors
    /// As [`Client::open`].
    pub async fn with_platform(config: Config, platform: impl Platform) -> Result<Self, Error> {
        let driver = Driver::open(config, platform).await?;
        Ok(Self(driver))
    }

    /// Logs a user in: authorize with the credentials in the POST body, then the code exchange with PKCE and without a
    /// secret. On success the new session replaces the old one, whose refresh token is revoked.
    ///
    /// # Errors
    /// `invalid_credentials`, one of the set-up codes, `network`, `timeout`. The session is then as it was.
    pub async fn login(&self, args: LoginArgs) -> Result<Session, Error> {
        self.session_of(Journey::login(args)).await
    }

    /// Begins a visitor's session under a unique visitor id (UVID): the caller's, or the present guest's, or a new one. The
    /// app must be enabled for guests and issue JWT tokens.
    ///
    /// When this guest logs in, registers or signs in passwordless, the id goes with them into the user's session.
    ///
    /// # Errors
    /// `guest_not_enabled`, `uvid_invalid`, one of the set-up codes, `network`, `timeout`; `session_expired` if a user signs in meanwhile,
    /// `aborted` if somebody signs out.
    pub async fn continue_as_guest(&self, uvid: Option<Uvid>) -> Result<Session, Error> {
        self.session_of(Journey::continue_as_guest(uvid)).await
    }

    /// Has the site send a code to a person who wants to register. The user does not exist before the code is confirmed.
    ///
    /// # Errors
    /// `flow_not_enabled`, `recaptcha_required`, `site_auth_required`, and what the site says of the data.
    pub async fn start_registration(&self, args: RegistrationArgs) -> Result<StartedRegistration, Error> {
        match self.0.call(Journey::start_registration(args)).await? {
            Outcome::Registration(started) => Ok(Rc::unwrap_or_clone(started)),
            _ => Err(unlike()),
        }
    }

    /// Completes a registration with the code and logs the person in.
    ///
    /// # Errors
    /// `invalid_otp`: the same registration can be tried again a few times. `registration_failed`: the site's handler threw an
    /// exception; its text is in `error_description`.
    pub async fn complete_registration(
        &self,
        started: &StartedRegistration,
        otp: impl Into<OneTimeCode>,
    ) -> Result<Session, Error> {
        self.session_of(Journey::complete_registration(started.clone(), otp.into())).await
    }

    /// Has the site send a code to a person who wants to log in without a password.
    ///
    /// # Errors
    /// As [`Client::start_registration`]. That a user is unknown is no error: the site does not tell.
    pub async fn start_passwordless_login(&self, args: PasswordlessArgs) -> Result<StartedPasswordlessLogin, Error> {
        match self.0.call(Journey::start_passwordless_login(args)).await? {
            Outcome::PasswordlessLogin(started) => Ok(Rc::unwrap_or_clone(started)),
            _ => Err(unlike()),
        }
    }

    /// Logs the person in with the code.
    ///
    /// # Errors
    /// `invalid_otp`: the same login can be tried again, for a few times.
    pub async fn complete_passwordless_login(
        &self,
        started: &StartedPasswordlessLogin,
        otp: impl Into<OneTimeCode>,
    ) -> Result<Session, Error> {
        self.session_of(Journey::complete_passwordless_login(started.clone(), otp.into())).await
    }

    /// Has the site send a code to a person who has forgotten their password.
    ///
    /// # Errors
    /// As [`Client::start_passwordless_login`].
    pub async fn start_password_reset(&self, args: PasswordResetArgs) -> Result<(), Error> {
        self.0.call(Journey::start_password_reset(args)).await.map(drop)
    }

    /// Sets the new password. The person logs in afterwards.
    ///
    /// # Errors
    /// `invalid_otp`; `password_policy` with the policy's text; `otp_attempts_exceeded` when a new code is needed.
    pub async fn complete_password_reset(
        &self,
        username: &str,
        new_password: impl Into<Password>,
        otp: impl Into<OneTimeCode>,
    ) -> Result<(), Error> {
        let (username, new_password, otp) = (username.to_owned(), new_password.into(), otp.into());
        self.0.call(Journey::complete_password_reset(username, new_password, otp)).await.map(drop)
    }

    /// Where to send the page for a social sign-on: the one flow with a redirect. What binds the way back to it is kept in
    /// the tab's session storage for 15 minutes.
    ///
    /// # Errors
    /// `invalid_argument`; `storage` where the browser does not allow any.
    pub async fn social_sign_on_url(&self, args: SocialSignOnArgs) -> Result<String, Error> {
        match self.0.call(Journey::social_sign_on_url(args)).await? {
            Outcome::Address(address) => Ok(Rc::unwrap_or_clone(address)),
            _ => Err(unlike()),
        }
    }

    /// Completes a social sign-on with the address that the page came back to. Remove the code from the address bar first,
    /// with `history.replaceState`.
    ///
    /// # Errors
    /// `state_mismatch`, without a request, if no sign-on with that state is pending; what the provider says, at step
    /// `callback`; what the exchange may fail with.
    pub async fn complete_social_sign_on(&self, callback_url: &str) -> Result<SocialSession, Error> {
        match self.0.call(Journey::complete_social_sign_on(callback_url.to_owned())).await? {
            Outcome::SocialSession(social) => Ok(Rc::unwrap_or_clone(social)),
            _ => Err(unlike()),
        }
    }

    /// The session as it stands. The same `Rc` until something changes.
    pub fn session(&self) -> Option<Rc<Session>> {
        self.0.session()
    }

    /// Whether [`Client::session`] is all there is to know: not where there is no browser to ask.
    #[cfg(feature = "yew")]
    pub(crate) fn knows_session(&self) -> bool {
        self.0.knows_session()
    }

    /// The access token, for a call to an API of the org. Renewed when it is read, if it is not good for long enough: a
    /// user's by the refresh token, a guest's by the guest flow. Calls at the same time share one renewal.
    ///
    /// # Errors
    /// `no_session`; `session_expired` when the site ended it, or its time is over and it cannot be renewed; what a renewal
    /// may fail with, where the old token is not good any more.
    pub async fn get_access_token(&self, args: AccessTokenArgs) -> Result<AccessToken, Error> {
        if let Some(kept) = self.0.usable(&args) {
            return Ok(kept.tokens.access.clone());
        }
        match self.0.call(Journey::get_access_token(args, None)).await? {
            Outcome::Token(kept) => Ok(kept.tokens.access.clone()),
            _ => Err(unlike()),
        }
    }

    /// Whether a bearer token of this session may go to that address: to the site and the org's own APIs, nowhere else.
    pub fn may_have_bearer(&self, address: &str) -> bool {
        self.0.may_have_bearer(address)
    }

    /// The site's own account of who is signed in (OpenID Connect Core, 5.3).
    ///
    /// # Errors
    /// `no_session`; `session_expired` when the site calls the token bad, renewed or not, or if another person signs in meanwhile;
    /// `aborted` after a sign-out.
    pub async fn user_info(&self) -> Result<Json, Error> {
        match self.0.call(Journey::user_info()).await? {
            Outcome::Claims(claims) => Ok(Rc::unwrap_or_clone(claims)),
            _ => Err(unlike()),
        }
    }

    /// Signs out: the session is gone at once, then its token is revoked. Never fails because the server did.
    ///
    /// # Errors
    /// `aborted` after [`Client::close`].
    pub async fn logout(&self) -> Result<(), Error> {
        self.0.call(Journey::logout(false)).await.map(drop)
    }

    /// Signs out and goes on as the visitor this person was, under the same UVID.
    ///
    /// # Errors
    /// What the guest flow may fail with; the person is signed out all the same.
    pub async fn logout_to_guest(&self) -> Result<(), Error> {
        self.0.call(Journey::logout(true)).await.map(drop)
    }

    /// Calls `listener` after every change of the session, for as long as the subscription is kept.
    pub fn subscribe(&self, listener: impl FnMut(&Event) + 'static) -> Subscription {
        self.0.subscribe(Box::new(listener))
    }

    /// Stops everything: calls under way and later ones end with `aborted`, listeners hear nothing more. The session stays.
    pub fn close(&self) {
        self.0.close();
    }

    /// A call that ends in a session.
    async fn session_of(&self, journey: Journey) -> Result<Session, Error> {
        match self.0.call(journey).await? {
            Outcome::Session(session) => Ok(Session::clone(&session)),
            _ => Err(unlike()),
        }
    }
}

/// For an outcome that its call never has.
fn unlike() -> Error {
    Error::new(Code::UnexpectedResponse, Step::Session)
}
