//! The org's CORS allow-list: `https://` origins with an optional port and one leading wildcard label, and `http://` for
//! localhost only. The literal loopback address counts as localhost, because test pages are served from there.

use serde::{Deserialize, Serialize};

use super::{Check, Wrong};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Origins(pub Vec<String>);

impl Origins {
    pub fn allow(&self, origin: &str) -> bool {
        self.0.iter().any(|entry| matches(entry, origin))
    }
}

fn matches(entry: &str, origin: &str) -> bool {
    let (Some((scheme, host)), Some((origin_scheme, origin_host))) =
        (entry.split_once("://"), origin.split_once("://"))
    else {
        return false;
    };
    let host_matches = match host.strip_prefix('*') {
        // "*.example.com" stands for one label or more before ".example.com".
        Some(suffix) => {
            let (host, suffix) = (origin_host.to_ascii_lowercase(), suffix.to_ascii_lowercase());
            host.strip_suffix(&suffix).is_some_and(|labels| !labels.is_empty())
        }
        None => host.eq_ignore_ascii_case(origin_host),
    };
    scheme == origin_scheme && host_matches
}

fn is_well_formed(entry: &str) -> bool {
    let Some((scheme, rest)) = entry.split_once("://") else { return false };
    let (host, port) = match rest.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (rest, None),
    };
    let port_fits = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0) && !port.starts_with('+'));
    let label_fits = |label: &str| {
        let plain = label.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-');
        plain && !label.is_empty() && !label.starts_with('-') && !label.ends_with('-')
    };
    let host_fits = host.strip_prefix("*.").unwrap_or(host).split('.').all(label_fits);
    let scheme_fits = match scheme {
        "https" => true,
        "http" => ["localhost", "127.0.0.1"].contains(&host),
        _ => false,
    };
    port_fits && host_fits && scheme_fits
}

/// `key` is what named the origin.
pub fn check(entry: &str, key: &str) -> Result<(), Wrong> {
    let grammar = "must be https://host[:port], https://*.host[:port] or http://localhost[:port], without a path";
    Wrong::unless(is_well_formed(entry), key, grammar)
}

impl Check for Origins {
    fn check(&self) -> Result<(), Wrong> {
        self.0.iter().try_for_each(|entry| check(entry, "corsOrigins"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        for good in [
            "https://app.example.com",
            "https://app.example.com:8443",
            "https://*.example.com",
            "http://localhost",
            "http://localhost:8080",
            "http://127.0.0.1:3000",
        ] {
            assert!(is_well_formed(good), "{good}");
        }
        for bad in [
            "http://app.example.com",
            "https://app.example.com/",
            "https://app.example.com/path",
            "https://*",
            "https://a.*.example.com",
            "https://app.example.com:0",
            "https://app.example.com:99999",
            "https://user@app.example.com",
            "ftp://localhost",
            "localhost:8080",
            "*",
            "null",
            "",
        ] {
            assert!(!is_well_formed(bad), "{bad}");
        }
    }

    #[test]
    fn wildcard_stands_for_labels_before_the_host() {
        assert!(matches("https://*.example.com", "https://app.example.com"));
        assert!(!matches("https://*.example.com", "https://example.com"));
        assert!(!matches("https://*.example.com", "https://evilexample.com"));
        assert!(!matches("https://*.example.com", "http://app.example.com"));
        assert!(!matches("https://app.example.com", "https://app.example.com:8443"));
    }
}
