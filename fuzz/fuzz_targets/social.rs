//! The address that a social sign-on comes back to.
#![no_main]

use headless_identity::fuzzing;
use headless_identity_fuzz::MARK;
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|input: &str| {
    let marked = input.replace("code=", &format!("code={MARK}"));
    match fuzzing::social(&marked) {
        Ok((code, state)) => {
            let url = Url::parse(&marked);
            assert!(!code.printed.contains(MARK), "{}", code.printed);
            if let Ok(url) = url {
                let value = |key: &str| url.query_pairs().find(|(name, _)| name == key).map(|(_, value)| value);
                assert_eq!(value("code").as_deref(), Some(code.code.expose()));
                assert_eq!(value("state").as_deref(), state.as_deref());
                assert!(value("error").is_none(), "a code beside an error");
            }
            if let Some(community_url) = &code.community_url {
                let origin = |text: &str| Url::parse(text).map(|url| url.origin()).ok();
                assert_eq!(origin(community_url), origin(fuzzing::SITE), "the code would go elsewhere");
            }
        }
        Err(error) => {
            // A text that says `error` or `error_description` may say what it likes.
            let said = [error.error(), error.error_description()];
            let printed = format!("{error} {} {}", error.hint(), error.code());
            assert!(!printed.contains(MARK), "{printed}");
            assert!(said.into_iter().flatten().all(|words| words.len() <= 4000));
        }
    }
});
