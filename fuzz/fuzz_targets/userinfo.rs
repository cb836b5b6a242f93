//! Userinfo: claims as an object, or an error.
#![no_main]

use headless_identity::fuzzing;
use headless_identity_fuzz::{answer, keeps_secrets, mark};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some(response) = answer(input, mark) else { return };
    let read = fuzzing::userinfo(&response);
    keeps_secrets(&response, read.as_ref().err());
    if let Ok(claims) = read {
        assert!((200..300).contains(&response.status) && claims.raw().starts_with('{'));
    }
});
