//! The little of URLs that is needed here: which origin one belongs to, and where its query begins. The `url` crate would
//! add 57 kB (brotli) to the shipped wasm; its answers are the oracle of the tests below.
//!
//! Strict on purpose. What a browser would quietly repair (backslashes, spaces, user info, odd hosts) is refused.

use crate::text::{concat, is_all, number, position, split_once};

/// The parts of an absolute `http` or `https` URL.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Parts<'a> {
    /// `scheme://host[:port]` as `URL.origin` writes it: lower case, no default port.
    pub origin: String,
    /// Whether the URL may carry credentials: `https`, or a machine's own loopback name.
    pub is_trustworthy: bool,
    /// From the first `/` after the authority up to the query; may be empty.
    pub path: &'a str,
    /// Between `?` and `#`.
    pub query: Option<&'a str>,
    pub fragment: Option<&'a str>,
}

/// Takes an absolute URL apart. `None` for everything that is not one, or that no site would have.
pub(crate) fn parts(url: &str) -> Option<Parts<'_>> {
    // Printable ASCII only: whatever a browser would strip, trim or convert is not a URL to send a password to.
    if !is_all(url, |byte| byte.is_ascii_graphic() && byte != b'\\') {
        return None;
    }
    let (scheme, rest) = split_once(url, b':')?;
    let rest = rest.strip_prefix("//")?;
    let https = scheme.eq_ignore_ascii_case("https");
    if !https && !scheme.eq_ignore_ascii_case("http") {
        return None;
    }
    let (rest, fragment) = split(rest, b'#');
    let (rest, query) = split(rest, b'?');
    let (authority, path) = rest.split_at_checked(position(rest, b'/').unwrap_or(rest.len()))?;
    let (host, port) = host_and_port(authority)?;
    let default_port = if https { "443" } else { "80" };

    let mut origin = concat(&[if https { "https://" } else { "http://" }, host]);
    origin.make_ascii_lowercase();
    let is_trustworthy = https
        || matches!(origin.as_str(), "http://localhost" | "http://127.0.0.1" | "http://[::1]")
        || origin.ends_with(".localhost");
    if let Some(port) = port.filter(|port| *port != default_port) {
        origin.push(':');
        origin.push_str(port);
    }
    Some(Parts { origin, is_trustworthy, path, query, fragment })
}

/// The URL without query and fragment.
pub(crate) fn without_query(url: &str) -> &str {
    split(split(url, b'#').0, b'?').0
}

fn split(text: &str, at: u8) -> (&str, Option<&str>) {
    split_once(text, at).map_or((text, None), |(before, after)| (before, Some(after)))
}

fn host_and_port(authority: &str) -> Option<(&str, Option<&str>)> {
    let end_of_host = match authority.strip_prefix('[') {
        Some(_) => position(authority, b']')?.checked_add(1)?,
        None => position(authority, b':').unwrap_or(authority.len()),
    };
    let (host, port) = authority.split_at_checked(end_of_host)?;
    let is_valid = match host.strip_prefix('[') {
        Some(address) => is_all(address, |byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.' | b']')),
        None => is_all(host, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_')),
    };
    if host.is_empty() || !is_valid {
        return None;
    }
    let port = match port.strip_prefix(':').map(without_leading_zeros) {
        None if port.is_empty() => None,
        Some(digits) if number(digits).is_some_and(|port| port <= u16::MAX.into()) => Some(digits),
        _ => return None,
    };
    Some((host, port))
}

fn without_leading_zeros(mut digits: &str) -> &str {
    while let Some(rest) = digits.strip_prefix('0') {
        digits = rest;
    }
    digits
}

/// An address that a code may be sent to: of a trustworthy origin, without a fragment.
pub(crate) fn redirect_uri(text: &str) -> Option<Parts<'_>> {
    parts(text).filter(|parts| parts.is_trustworthy && parts.fragment.is_none())
}

/// A path of this origin, or an address on it. `//host` and `/\host` are other hosts to a browser.
pub(crate) fn is_of_origin(address: &str, origin: Option<&str>) -> bool {
    match address.strip_prefix('/') {
        Some(rest) => {
            !matches!(rest.as_bytes(), [b'/' | b'\\', ..]) && is_all(address, |byte| !byte.is_ascii_control())
        }
        None => origin.is_some() && parts(address).map(|parts| parts.origin).as_deref() == origin,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_url_comes_apart() {
        let all = parts("HTTPS://Acme.my.site.com:443/portal/x?code=a%3D#top").unwrap();
        assert_eq!(all.origin, "https://acme.my.site.com");
        assert_eq!((all.path, all.query, all.fragment), ("/portal/x", Some("code=a%3D"), Some("top")));
        assert_eq!(parts("http://[::1]:8787").unwrap().origin, "http://[::1]:8787");
        assert_eq!(parts("http://127.0.0.1:80/").unwrap().origin, "http://127.0.0.1");
    }

    #[test]
    fn what_is_no_plain_url_is_refused() {
        for bad in [
            "",
            "acme.my.site.com",
            "ftp://a/",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "https://a b/",
            " https://a/",
            "https://a\\b/",
            "https://ada:pw@a/",
            "https://a:port/",
            "https://a:99999/",
            "https://a:+1/",
            "https://[::g]/",
            "https://[::1/",
            "https://[::1]x/",
            "https://münchen.de/",
            "https://a\n/",
        ] {
            assert_eq!(parts(bad), None, "{bad}");
        }
    }

    #[test]
    fn credentials_go_only_to_https_or_this_machine() {
        for good in ["https://a.b", "http://localhost:1", "http://shop.localhost", "http://127.0.0.1", "http://[::1]"] {
            assert!(parts(good).unwrap().is_trustworthy, "{good}");
        }
        for bad in ["http://a.b", "http://localhost.evil.example", "http://127.0.0.2", "http://xlocalhost"] {
            assert!(!parts(bad).unwrap().is_trustworthy, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn an_origin_we_accept_is_the_reference_s(
            url in "https?://([a-zA-Z][a-zA-Z0-9-]{0,8}\\.){0,2}[a-zA-Z][a-zA-Z0-9]{0,5}(:[0-9]{1,5})?(/[a-z./%]*)?(\\?[a-z=&]*)?"
        ) {
            if let (Some(ours), Ok(reference)) = (parts(&url), url::Url::parse(&url)) {
                prop_assert_eq!(ours.origin, reference.origin().ascii_serialization());
            }
        }

        #[test]
        fn no_text_is_too_odd(text in ".*") {
            if let Some(ours) = parts(&text)
                && let Ok(reference) = url::Url::parse(&text)
            {
                prop_assert!(reference.username().is_empty());
                prop_assert_eq!(ours.origin.starts_with("https:"), reference.scheme() == "https");
            }
        }
    }
}
