//! Addresses against the url crate. Ours is strict: it may refuse what the crate takes. What it takes must be the same place.
#![no_main]

use headless_identity::fuzzing;
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|input: &str| {
    let reference = Url::parse(input).ok();
    if let Some(ours) = fuzzing::address(input)
        && let Some(reference) = &reference
    {
        assert!(reference.username().is_empty() && reference.password().is_none(), "{input}");
        assert_eq!(ours.query.is_some(), reference.query().is_some(), "{input}");
        let query = ours.query.as_deref().unwrap_or_default();
        for (name, _) in reference.query_pairs().filter(|(name, _)| !name.is_empty()) {
            let first = reference.query_pairs().find(|(other, _)| *other == name);
            assert_eq!(fuzzing::form_value(query, &name), first.map(|(_, value)| value.into_owned()), "{input}");
        }
        assert_eq!(ours.fragment.is_some(), reference.fragment().is_some(), "{input}");
        // Of an IP address a browser makes one form out of many.
        if reference.domain().is_some() {
            assert_eq!(ours.origin, reference.origin().ascii_serialization(), "{input}");
        }
        if ours.is_trustworthy {
            let host = reference.host_str().unwrap_or_default();
            let is_loopback = matches!(host, "localhost" | "127.0.0.1" | "[::1]") || host.ends_with(".localhost");
            assert!(reference.scheme() == "https" || is_loopback, "{input}");
        }
    }
    if let Some(own) = fuzzing::own_site(input) {
        let site = Url::parse(fuzzing::SITE).expect("a URL").origin();
        assert_eq!(Url::parse(&own).expect("a URL").origin(), site, "{input}");
        assert_eq!(Url::parse(&format!("{own}/services/oauth2/token")).expect("a URL").origin(), site, "{input}");
    }
});
