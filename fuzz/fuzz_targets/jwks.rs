//! A key set: only whole RS256 keys are taken from it.
#![no_main]

use headless_identity::fuzzing;
use headless_identity_fuzz::{answer, keeps_secrets, mark, reference};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some(response) = answer(input, mark) else { return };
    let read = fuzzing::jwks(&response);
    keeps_secrets(&response, read.as_ref().err());
    let Ok(keys) = read else { return };
    let Some(set) = reference(&response.body) else { return }; // it does not take a number that is too large
    let entries = set["keys"].as_array().cloned().unwrap_or_default();
    assert!(keys.len() <= entries.len());
    for key in keys {
        assert!(!key.id.is_empty() && !key.modulus.is_empty() && !key.exponent.is_empty());
        assert!(entries.iter().any(|entry| {
            entry["kty"] == "RSA"
                && entry["kid"] == key.id.as_str()
                && entry["n"] == key.modulus.as_str()
                && entry["e"] == key.exponent.as_str()
                && entry["use"] != "enc"
        }));
    }
});
