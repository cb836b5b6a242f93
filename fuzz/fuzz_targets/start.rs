//! The answers to what starts a journey: registration, passwordless login, both steps of a password reset.
#![no_main]

use headless_identity::fuzzing;
use headless_identity_fuzz::{answer, keeps_secrets, mark, reference};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some(response) = answer(input, mark) else { return };
    // `None` also for a number that is too large, which serde_json refuses.
    let reference = reference(&response.body);
    let has = |key, text: &str| reference.as_ref().is_none_or(|json| json[key] == text);
    let is_success = (200..300).contains(&response.status);

    for read in [fuzzing::registration(&response), fuzzing::passwordless(&response)] {
        keeps_secrets(&response, read.as_ref().err());
        if let Ok(identifier) = read {
            assert!(is_success && !identifier.is_empty() && has("identifier", &identifier));
        }
    }
    for (read, wanted) in [(fuzzing::otp_sent(&response), "otp_sent"), (fuzzing::password_set(&response), "success")] {
        keeps_secrets(&response, read.as_ref().err());
        // A body that nests deeper than ours may is no answer.
        assert!(read.is_err() || is_success && has("status_code", wanted));
    }
});
