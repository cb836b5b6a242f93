//! What a client is told once: which site, which app, and how to talk to them.

use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use crate::platform::{Store, StoreKind};

/// Where username and password travel in the authorize request (Salesforce: "Require user credentials in the POST
/// body").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credentials {
    /// In the POST body. Works whether or not the app requires it.
    Body,
    /// In an `Authorization: Basic` header, as Salesforce's guide shows it. Fails where the app requires the body.
    Header,
}

/// How an id token is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdTokenCheck {
    /// Its claims, against the answer it came in. It came straight from the site over TLS, so that is enough (OpenID Connect
    /// Core, 3.1.3.7, 6), and costs no request.
    Claims,
    /// Its signature as well: RS256 by the site's keys, which are fetched when they are needed and kept for ten minutes.
    Signature,
}

/// Where the session is kept. What is kept are its tokens: anybody who can read them can act as the person. See `docs/storage-and-security.md`.
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum Storage {
    /// In memory: gone with the page, out of reach for everything but a script in this page.
    #[default]
    Memory,
    /// In `sessionStorage`: this tab's own, and still there after a reload.
    Session,
    /// In `localStorage`: shared by all tabs, and still there after the browser was closed.
    Local,
    /// In a store of the app's own, which is taken to be shared by all tabs.
    Custom(Rc<dyn Store>),
}

impl Storage {
    pub(crate) fn kind(&self) -> Option<StoreKind> {
        match self {
            Self::Memory => None,
            Self::Session => Some(StoreKind::Session),
            Self::Local => Some(StoreKind::Local),
            Self::Custom(_) => Some(StoreKind::Own),
        }
    }
}

impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Memory => "Memory",
            Self::Session => "Session",
            Self::Local => "Local",
            Self::Custom(_) => "Custom",
        })
    }
}

/// A client's configuration. Only the site's address and the app's client id are needed.
///
/// ```
/// use headless_identity::Config;
///
/// let config = Config::new("https://acme.my.site.com/portal", "3MVG9example").scopes(["openid", "api", "refresh_token"]);
/// ```
#[derive(Clone, Debug)]
pub struct Config {
    pub(crate) site_url: String,
    pub(crate) client_id: String,
    pub(crate) redirect_uri: Option<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) credentials: Credentials,
    pub(crate) otp_credentials: Credentials,
    pub(crate) storage: Storage,
    pub(crate) id_token: IdTokenCheck,
    pub(crate) timeout_ms: u64,
    pub(crate) clock_tolerance_ms: u64,
}

impl Config {
    /// `site_url` is the Experience Cloud site with its path prefix, such as `https://acme.my.site.com/portal`;
    /// `client_id` the app's consumer key. Values are checked when the client is made.
    pub fn new(site_url: impl Into<String>, client_id: impl Into<String>) -> Self {
        Self {
            site_url: site_url.into(),
            client_id: client_id.into(),
            redirect_uri: None,
            scopes: Vec::new(),
            credentials: Credentials::Body,
            otp_credentials: Credentials::Header,
            storage: Storage::Memory,
            id_token: IdTokenCheck::Claims,
            timeout_ms: 30_000,
            clock_tolerance_ms: 60_000,
        }
    }

    /// The callback URL, byte for byte as registered. Default: the site's own `/services/oauth2/echo`.
    pub fn redirect_uri(mut self, redirect_uri: impl Into<String>) -> Self {
        self.redirect_uri = Some(redirect_uri.into());
        self
    }

    /// The scopes to request in every flow. Default: none are named, which means all that the app has.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// Where username and password travel. Default: in the POST body.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        self
    }

    /// Where a one-time code and its identifier travel. Default: in a Basic header, the only form Salesforce documents.
    pub fn otp_credentials(mut self, credentials: Credentials) -> Self {
        self.otp_credentials = credentials;
        self
    }

    /// Where the session is kept. Default: in memory.
    pub fn storage(mut self, storage: Storage) -> Self {
        self.storage = storage;
        self
    }

    /// How an id token is checked. Default: by its claims.
    pub fn id_token(mut self, check: IdTokenCheck) -> Self {
        self.id_token = check;
        self
    }

    /// The time for one call with all its requests. Default: 30 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout_ms = millis(timeout).max((!timeout.is_zero()).into()); // less than 1 ms counts as 1 ms: 0 is refused
        self
    }

    /// How far two clocks may be apart before a token counts as expired. Default: 60 seconds.
    pub fn clock_tolerance(mut self, tolerance: Duration) -> Self {
        self.clock_tolerance_ms = millis(tolerance);
        self
    }
}

/// In milliseconds, as all times are counted here.
pub(crate) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
