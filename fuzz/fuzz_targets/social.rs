//! The address that a social sign-on comes back to.
#![no_main]

use headless_identity::fuzzing;
use headless_identity_fuzz::{MARK, address, mark};
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|input: &str| {
    if let (Ok((code, state)), Ok(url)) = (fuzzing::social(input), Url::parse(input)) {
        let value = |key: &str| url.query_pairs().find(|(name, _)| name == key).map(|(_, value)| value);
        assert_eq!(value("code").as_deref(), Some(code.code.expose()));
        assert_eq!(value("state").as_deref(), state.as_deref());
        assert!(value("error").is_none(), "a code beside an error");
        if let Some(community_url) = &code.community_url {
            let origin = |text: &str| Url::parse(text).map(|url| url.origin()).ok();
            assert_eq!(origin(community_url), origin(fuzzing::SITE), "the code would go elsewhere");
        }
    }
    let printed = match fuzzing::social(&address(input, mark)) {
        Ok((code, _)) => code.printed,
        Err(error) => format!("{error} {error:?} {}", error.hint()),
    };
    assert!(!printed.contains(MARK), "{printed}");
});
