//! Which origins may read an answer. An answer that a page may not read simply lacks `Access-Control-Allow-Origin`.

use ::http::{HeaderMap, HeaderName, HeaderValue, Method, header};

use super::{call::Call, refusal, reply::Reply};
use crate::{
    settings::switches::{AllowHeaders, EchoCors},
    site::Site,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cors {
    /// Open to every origin.
    Always,
    /// The org's allow-list.
    AllowList,
    /// The allow-list, and "Enable CORS for OAuth endpoints".
    OAuth,
    /// As authorize, or never, by a switch: whether the echo answers CORS is not documented.
    Echo,
    /// The allow-list; an origin that is not on it gets 403 for the request itself.
    Rest,
    Never,
}

/// The headers of the headless flows, for the switch that names them instead of reflecting what was asked.
const FIXED_HEADERS: &str = "Auth-Request-Type, Auth-Verification-Type, Authorization, Uvid-Hint, Content-Type";

/// What a data API's preflight allows, whatever the resource takes.
const REST_METHODS: &str = "HEAD, GET, POST, PUT, PATCH, DELETE";

impl Cors {
    fn allows(self, origin: &str, site: &Site) -> bool {
        let listed = site.settings.cors_origins.allow(origin);
        match self {
            Self::Always => true,
            Self::AllowList | Self::Rest => listed,
            Self::OAuth => listed && site.settings.org.enable_oauth_cors_policy,
            Self::Echo => {
                site.settings.switches.echo_cors == EchoCors::LikeAuthorize && Self::OAuth.allows(origin, site)
            }
            Self::Never => false,
        }
    }

    /// Refuses a data API's request from a foreign origin.
    pub fn admit(self, call: &Call, site: &Site) -> Result<(), Reply> {
        let Some(origin) = call.header("origin") else { return Ok(()) };
        let own = site.url.strip_prefix(origin).is_some_and(|rest| rest.starts_with('/'));
        if self == Self::Rest && !own && !self.allows(origin, site) {
            return Err(refusal::rest(403, "FORBIDDEN", "origin is not on the CORS allow-list"));
        }
        Ok(())
    }

    /// Adds the headers by which a browser lets a page read the answer.
    pub fn decorate(self, headers: &mut HeaderMap, call: &Call, site: &Site) {
        if self == Self::Always {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
            headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("false"));
            return;
        }
        if self != Self::Never {
            headers.insert(header::VARY, HeaderValue::from_static("Origin, Accept-Encoding"));
        }
        if let Some(origin) = call.headers.get(header::ORIGIN)
            && origin.to_str().is_ok_and(|origin| self.allows(origin, site))
        {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        }
    }

    /// Adds what a preflight asks for, if its origin is allowed.
    pub fn decorate_preflight(self, headers: &mut HeaderMap, methods: &[Method], call: &Call, site: &Site) {
        self.decorate(headers, call, site);
        if !headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN) {
            return;
        }
        let methods: Vec<_> = methods.iter().map(Method::as_str).collect();
        let mut insert = |name: HeaderName, value: Option<HeaderValue>| value.map(|value| headers.insert(name, value));
        if self == Self::Rest {
            insert(header::ACCESS_CONTROL_ALLOW_METHODS, Some(HeaderValue::from_static(REST_METHODS)));
            insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, Some(HeaderValue::from_static("false")));
        } else {
            insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::try_from(methods.join(", ")).ok());
        }
        let allowed = match site.settings.switches.cors_allow_headers {
            AllowHeaders::Reflect => call.headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned(),
            AllowHeaders::Fixed => Some(HeaderValue::from_static(FIXED_HEADERS)),
        };
        insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    }
}
