//! A configuration that was checked, in the form that requests need. Checked once, when a client is made.

use crate::config::{Config, Credentials, IdTokenCheck};
use crate::error::{Error, Hint};
use crate::platform::{Slot, StoreKind};
use crate::text::{concat, is_all};
use crate::url;

/// What every request and journey of a client reads.
#[derive(Debug)]
pub(crate) struct Settings {
    /// Without trailing slash.
    pub site_url: String,
    pub site_origin: String,
    pub client_id: String,
    pub redirect_uri: String,
    /// The origin of `redirect_uri`.
    pub callback_origin: String,
    /// Whether the callback is the site's own echo, which answers with JSON.
    pub redirects_to_echo: bool,
    /// Space-separated, as live orgs want it.
    pub scope: Option<String>,
    pub credentials: Credentials,
    pub otp_credentials: Credentials,
    /// Where the session is kept; `None` for memory.
    pub storage: Option<StoreKind>,
    pub id_token: IdTokenCheck,
    pub timeout_ms: u32,
    pub clock_tolerance_ms: u64,
    /// What every key in a store begins with.
    pub storage_key: String,
}

/// Browsers keep timers as 31-bit milliseconds; a longer one would fire at once.
pub(crate) const LONGEST_TIMER_MS: u32 = u32::MAX >> 1;

/// The site's endpoint that hands a code to the page as JSON.
const ECHO: &str = "/services/oauth2/echo";

impl Settings {
    pub fn check(config: Config) -> Result<Self, Error> {
        let (site_url, site_origin) = site(&config.site_url)?;
        if config.client_id.is_empty() || !is_all(&config.client_id, |byte| byte.is_ascii_graphic()) {
            return Err(Error::config(Hint::ClientId));
        }
        let redirect_uri = config.redirect_uri.unwrap_or_else(|| concat(&[&site_url, ECHO]));
        let callback = url::redirect_uri(&redirect_uri).ok_or_else(|| Error::config(Hint::CallbackUrl))?;
        let redirects_to_echo = callback.origin == site_origin && callback.path.ends_with(ECHO);
        let callback_origin = callback.origin;
        if config.timeout_ms == 0 {
            return Err(Error::config(Hint::TimeoutMs));
        }
        Ok(Self {
            storage_key: concat(&["headless-identity:", &site_url, ":", &config.client_id]),
            site_url,
            site_origin,
            client_id: config.client_id,
            redirect_uri,
            callback_origin,
            redirects_to_echo,
            scope: join_scopes(&config.scopes)?,
            credentials: config.credentials,
            otp_credentials: config.otp_credentials,
            storage: config.storage.kind(),
            id_token: config.id_token,
            timeout_ms: config.timeout_ms.min(LONGEST_TIMER_MS.into()) as u32,
            clock_tolerance_ms: config.clock_tolerance_ms,
        })
    }

    /// Where the value with this suffix of its key is kept, in this store.
    pub fn slot(&self, store: StoreKind, suffix: &str) -> Slot {
        Slot { store, key: concat(&[&self.storage_key, suffix]), limit_ms: self.timeout_ms }
    }
}

fn site(given: &str) -> Result<(String, String), Error> {
    let parts = url::parts(given)
        .filter(|parts| parts.query.is_none() && parts.fragment.is_none())
        .filter(|parts| !parts.path.as_bytes().split(|byte| *byte == b'/').any(|part| matches!(part, b"." | b"..")))
        .ok_or_else(|| Error::config(Hint::SiteUrl))?;
    if !parts.is_trustworthy {
        return Err(Error::config(Hint::SiteUrlScheme));
    }
    let site_url = concat(&[&parts.origin, parts.path.strip_suffix('/').unwrap_or(parts.path)]);
    Ok((site_url, parts.origin))
}

fn join_scopes(scopes: &[String]) -> Result<Option<String>, Error> {
    let mut joined = String::new();
    for scope in scopes {
        if scope.is_empty() || !is_all(scope, |byte| byte > b' ' && byte != b',') {
            return Err(Error::config(Hint::Scopes));
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
    use std::time::Duration;

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
        assert!(settings.redirects_to_echo && settings.callback_origin == settings.site_origin);
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
        let settings = with("https://App.example.com:443/cb").unwrap();
        assert!(!settings.redirects_to_echo && settings.callback_origin == "https://app.example.com");
        assert!(with("https://a.b/sitevforcesite/services/oauth2/echo").unwrap().redirects_to_echo);
        for bad in ["http://app.example.com/cb", "app:/cb", "https://app.example.com/#cb", ""] {
            assert_eq!(with(bad).unwrap_err().code(), Code::InvalidConfig, "{bad}");
        }
    }

    #[test]
    fn the_client_id_and_the_timeout_are_checked() {
        for client_id in [" ", " 3MVG9example", "3MVG9example\n", "3MVG9…"] {
            let error = Settings::check(Config::new("https://acme.my.site.com", client_id)).err().unwrap();
            assert_eq!(error.code(), Code::InvalidConfig, "{client_id}");
        }
        assert_eq!(Settings::check(Config::new("https://a.b", "")).unwrap_err().code(), Code::InvalidConfig);
        let with = |timeout| Settings::check(Config::new("https://a.b", "id").timeout(timeout));
        assert_eq!(with(Duration::ZERO).unwrap_err().code(), Code::InvalidConfig);
        assert_eq!(with(Duration::from_nanos(1)).unwrap().timeout_ms, 1);
        assert_eq!(with(Duration::MAX).unwrap().timeout_ms, i32::MAX as u32);
    }
}
