//! base64url against the base64 crate. Ours takes any number of padding characters, the crate's none.
#![no_main]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use headless_identity::fuzzing;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    assert_eq!(fuzzing::base64url(&URL_SAFE_NO_PAD.encode(input)).as_deref(), Some(input));
    if let Ok(text) = str::from_utf8(input) {
        assert_eq!(fuzzing::base64url(text), URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok());
    }
});
