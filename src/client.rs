//! The door for Rust.

use std::rc::Rc;

use crate::abort::Abort;
use crate::browser::Browser;
use crate::config::Config;
use crate::error::Error;
use crate::flow::call::Context;
use crate::flow::login::LoginArgs;
use crate::flow::{access, login, logout, userinfo};
use crate::json::Json;
use crate::platform::Platform;
use crate::secret::AccessToken;
use crate::session::facts::Session;
use crate::session::keeper::{Event, Subscription};

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
/// assert_eq!(client.session().unwrap().user_id, session.user_id);
/// # Ok(())
/// # }
/// ```
pub struct Client<P = Browser>(Rc<Context<P>>);

impl<P> Clone for Client<P> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl Client {
    /// A client in a browser.
    ///
    /// # Errors
    /// `invalid_config`, with a hint that names the value.
    pub fn new(config: Config) -> Result<Self, Error> {
        Self::with_platform(config, Browser)
    }
}

impl<P: Platform> Client<P> {
    /// A client in a world of its own, such as a test's.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn with_platform(config: Config, platform: P) -> Result<Self, Error> {
        Context::new(config, platform).map(Self)
    }

    /// Logs a user in: authorize with the credentials in the POST body, then the code exchange with PKCE and without a
    /// secret. On success the new session replaces the old one, whose refresh token is revoked.
    ///
    /// # Errors
    /// `invalid_credentials`, one of the set-up codes, `network`, `timeout`. The session is then as it was.
    pub async fn login(&self, args: LoginArgs) -> Result<Session, Error> {
        login::login(&self.0, args, Abort::default()).await.map(Rc::unwrap_or_clone)
    }

    /// The session as it stands. The same `Rc` until something changes.
    pub fn session(&self) -> Option<Rc<Session>> {
        self.0.keeper.kept().map(|kept| kept.session)
    }

    /// The access token, for a call to an API of the org.
    ///
    /// # Errors
    /// `no_session`; `session_expired` when its time is over, which ends the session.
    pub async fn get_access_token(&self) -> Result<AccessToken, Error> {
        access::access_token(&self.0, Abort::default()).await
    }

    /// The site's own account of who is signed in (OpenID Connect Core, 5.3).
    ///
    /// # Errors
    /// `no_session`; `session_expired` when the site calls the token bad.
    pub async fn user_info(&self) -> Result<Json, Error> {
        userinfo::user_info(&self.0, Abort::default()).await
    }

    /// Signs out: the session is gone at once, then its token is revoked. Never fails because the server did.
    ///
    /// # Errors
    /// `aborted` after [`Client::close`].
    pub async fn logout(&self) -> Result<(), Error> {
        logout::logout(&self.0, Abort::default()).await
    }

    /// Calls `listener` after every change of the session, for as long as the subscription is kept.
    pub fn subscribe(&self, listener: impl Fn(&Event) + 'static) -> Subscription {
        self.0.keeper.subscribe(listener)
    }

    /// Stops everything: calls under way and later ones end with `aborted`, listeners hear nothing more. The session stays.
    pub fn close(&self) {
        self.0.close();
    }
}
