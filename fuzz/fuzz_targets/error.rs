//! An unsuccessful answer in any shape, at every step.
#![no_main]

use headless_identity::{Code, Step, fuzzing};
use headless_identity_fuzz::{answer, keeps_secrets, mark};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some(response) = answer(input, mark) else { return };
    for &step in Step::ALL {
        let error = fuzzing::failure(step, &response);
        keeps_secrets(&response, Some(&error));
        assert_eq!((error.step(), error.status()), (step, Some(response.status)));
        assert!(!error.hint().is_empty() && !error.message().is_empty());
        assert!(!error.retryable() || error.code() == Code::RateLimited || response.status >= 500);
    }
});
