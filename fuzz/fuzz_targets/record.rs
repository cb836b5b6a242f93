//! A stored record, which anybody may have written: what is read and written anew is read the same.
#![no_main]

use headless_identity::fuzzing;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    if let Some(once) = fuzzing::record(input) {
        let twice = fuzzing::record(&once).expect("what we wrote we read");
        assert_eq!(once, twice);
        assert!(once.contains(fuzzing::SITE) && once.contains(fuzzing::CLIENT_ID));
    }
});
