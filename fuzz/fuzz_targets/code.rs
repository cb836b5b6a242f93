//! The answer to an authorize request, at the echo and at a callback of the app's own: a code comes only from there, goes only
//! to the site, and is shown to nobody.
#![no_main]

use headless_identity::fuzzing;
use headless_identity_fuzz::{MARK, answer, keeps_secrets, mark};
use libfuzzer_sys::fuzz_target;
use url::{Origin, Url};

fuzz_target!(|input: &[u8]| {
    let Some(response) = answer(input, mark) else { return };
    for at_echo in [true, false] {
        let read = if at_echo { fuzzing::at_echo(&response) } else { fuzzing::at_callback(&response) };
        keeps_secrets(&response, read.as_ref().err());
        let Ok(code) = read else { continue };
        assert!(!code.code.expose().is_empty());
        assert!(!code.printed.contains(MARK), "{}", code.printed);
        if let Some(community_url) = &code.community_url {
            assert_eq!(origin(community_url), origin(fuzzing::SITE), "the code would go elsewhere");
        }
        // The echo's JSON is taken from any address: fetch has followed the site's own redirect.
        if !at_echo {
            let from = origin(&response.url);
            assert!(
                from == origin(fuzzing::CALLBACK) || from == origin(fuzzing::SITE),
                "a code from {}",
                *response.url
            );
        }
    }
});

fn origin(text: &str) -> Option<Origin> {
    Url::parse(text).ok().map(|url| url.origin())
}
