//! What a client is told once: which site, which app, and how to talk to them.

use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use crate::error::Error;
use crate::platform::Store;
use crate::text::concat;
use crate::url;

/// Where user name and password travel in the authorize request (Salesforce: "Require user credentials in the POST
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

/// Where the session is kept. What is kept are its tokens: whoever can read them is the person. See `docs/storage-and-security.md`.
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
    pub(crate) timeout: Duration,
    pub(crate) clock_tolerance: Duration,
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
            timeout: Duration::from_secs(30),
            clock_tolerance: Duration::from_secs(60),
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

    /// Where user name and password travel. Default: in the POST body.
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
        self.timeout = timeout;
        self
    }

    /// How far two clocks may be apart before a token counts as expired. Default: 60 seconds.
    pub fn clock_tolerance(mut self, tolerance: Duration) -> Self {
        self.clock_tolerance = tolerance;
        self
    }
}

/// A configuration that was checked, in the form the requests need.
#[derive(Debug)]
pub(crate) struct Settings {
    /// Without trailing slash.
    pub site_url: String,
    pub site_origin: String,
    pub client_id: String,
    pub redirect_uri: String,
    /// Space-separated, as live orgs want it.
    pub scope: Option<String>,
    pub credentials: Credentials,
    pub otp_credentials: Credentials,
    pub storage: Storage,
    pub id_token: IdTokenCheck,
    pub timeout_ms: u32,
    pub clock_tolerance_ms: u64,
}

/// Browsers keep timers as 31-bit milliseconds; a longer one would fire at once.
pub(crate) const LONGEST_TIMER_MS: u32 = u32::MAX >> 1;

/// The site's endpoint that hands a code to the page as JSON.
const ECHO: &str = "/services/oauth2/echo";

impl Settings {
    pub fn check(config: Config) -> Result<Self, Error> {
        let (site_url, site_origin) = site(&config.site_url)?;
        if config.client_id.is_empty() {
            return Err(Error::config(
                "clientId is missing: the consumer key of the External Client App or connected app.",
            ));
        }
        let redirect_uri = match config.redirect_uri {
            None => concat(&[&site_url, ECHO]),
            Some(given) => {
                let parts = url::parts(&given);
                if !parts.is_some_and(|parts| parts.is_trustworthy() && parts.fragment.is_none()) {
                    return Err(Error::config(
                        "redirectUri must be an absolute https URL without a fragment; http is for localhost only.",
                    ));
                }
                given
            }
        };
        if config.timeout.is_zero() {
            return Err(Error::config("timeoutMs must be a positive number of milliseconds."));
        }
        Ok(Self {
            site_url,
            site_origin,
            client_id: config.client_id,
            redirect_uri,
            scope: join_scopes(&config.scopes)?,
            credentials: config.credentials,
            otp_credentials: config.otp_credentials,
            storage: config.storage,
            id_token: config.id_token,
            timeout_ms: u32::try_from(config.timeout.as_millis()).unwrap_or(u32::MAX).clamp(1, LONGEST_TIMER_MS),
            clock_tolerance_ms: u64::try_from(config.clock_tolerance.as_millis()).unwrap_or(u64::MAX),
        })
    }

    /// What every key in a storage begins with.
    pub fn storage_key(&self) -> String {
        concat(&["headless-identity:", &self.site_url, ":", &self.client_id])
    }

    /// Whether the callback is the site's own echo, which answers with JSON.
    pub fn redirects_to_echo(&self) -> bool {
        url::parts(&self.redirect_uri)
            .is_some_and(|callback| callback.origin == self.site_origin && callback.path.ends_with(ECHO))
    }
}

fn site(given: &str) -> Result<(String, String), Error> {
    let parts = url::parts(given)
        .filter(|parts| parts.query.is_none() && parts.fragment.is_none())
        .filter(|parts| !parts.path.as_bytes().split(|byte| *byte == b'/').any(|part| matches!(part, b"." | b"..")))
        .ok_or_else(|| {
            Error::config(
                "siteUrl must be the site's address with its prefix, such as https://acme.my.site.com/portal, without \
                 user info, query or hash.",
            )
        })?;
    if !parts.is_trustworthy() {
        return Err(Error::config("siteUrl must use https; http is for localhost only."));
    }
    let site_url = concat(&[&parts.origin, parts.path.strip_suffix('/').unwrap_or(parts.path)]);
    Ok((site_url, parts.origin))
}

fn join_scopes(scopes: &[String]) -> Result<Option<String>, Error> {
    let mut joined = String::new();
    for scope in scopes {
        if scope.is_empty() || scope.bytes().any(|byte| byte <= b' ' || byte == b',') {
            return Err(Error::config("scopes must be an array of scope names, each without space or comma."));
        }
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(scope);
    }
    Ok(Some(joined).filter(|scope| !scope.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Code, Step};

    fn check(site_url: &str) -> Result<Settings, Error> {
        Settings::check(Config::new(site_url, "3MVG9example"))
    }

    #[test]
    fn the_echo_is_the_default_callback() {
        let settings = check("https://acme.my.site.com/portal/").unwrap();
        assert_eq!(settings.site_url, "https://acme.my.site.com/portal");
        assert_eq!(settings.redirect_uri, "https://acme.my.site.com/portal/services/oauth2/echo");
        assert!(settings.redirects_to_echo());
        assert_eq!(check("http://localhost:8787/").unwrap().site_url, "http://localhost:8787");
    }

    #[test]
    fn a_bad_site_url_is_refused() {
        for bad in [
            "",
            "acme",
            "http://acme.my.site.com",
            "https://u:p@acme.com",
            "https://acme.com/?a",
            "https://a/#",
            "https://a/..",
        ] {
            let error = check(bad).unwrap_err();
            assert_eq!((error.code(), error.step()), (Code::InvalidConfig, Step::Config), "{bad}");
        }
    }

    #[test]
    fn scopes_are_joined_by_spaces_and_checked() {
        let with = |scopes: &[&str]| {
            Settings::check(Config::new("https://a.b", "id").scopes(scopes.iter().copied())).map(|s| s.scope)
        };
        assert_eq!(with(&["openid", "api"]).unwrap().as_deref(), Some("openid api"));
        assert_eq!(with(&[]).unwrap(), None);
        for bad in [&[""][..], &["openid api"], &["a,b"], &["a\tb"]] {
            assert_eq!(with(bad).unwrap_err().code(), Code::InvalidConfig);
        }
    }

    #[test]
    fn another_callback_must_be_trustworthy_too() {
        let with = |uri: &str| Settings::check(Config::new("https://a.b", "id").redirect_uri(uri));
        assert!(!with("https://app.example.com/cb").unwrap().redirects_to_echo());
        assert!(with("https://a.b/sitevforcesite/services/oauth2/echo").unwrap().redirects_to_echo());
        for bad in ["http://app.example.com/cb", "app:/cb", "https://app.example.com/#cb", ""] {
            assert_eq!(with(bad).unwrap_err().code(), Code::InvalidConfig, "{bad}");
        }
    }

    #[test]
    fn the_client_id_and_the_timeout_are_checked() {
        assert_eq!(Settings::check(Config::new("https://a.b", "")).unwrap_err().code(), Code::InvalidConfig);
        let with = |timeout| Settings::check(Config::new("https://a.b", "id").timeout(timeout));
        assert_eq!(with(Duration::ZERO).unwrap_err().code(), Code::InvalidConfig);
        assert_eq!(with(Duration::MAX).unwrap().timeout_ms, i32::MAX as u32);
    }
}
