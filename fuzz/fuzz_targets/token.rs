//! A token answer: an error that shows no secret, or a session that a store can keep.
#![no_main]

use headless_identity::{SessionKind, Step, fuzzing};
use headless_identity_fuzz::{MARK, answer, keeps_secrets, mark};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    // With marks for the tokens: nobody sees them. The access token is at the same time one that no header could hold.
    if let Some(marked) = answer(input, mark) {
        for step in [Step::Token, Step::Refresh] {
            let made = fuzzing::token(step, false, &marked);
            keeps_secrets(&marked, made.as_ref().err());
            if let Ok(made) = made {
                assert!(!made.printed.contains(MARK), "{}", made.printed);
                assert!(!format!("{:?}", made.session).contains(MARK));
            }
        }
    }
    // As it is: what is taken for a session is one after a reload too.
    let Some(response) = answer(input, |_, secret| secret.to_owned()) else { return };
    for as_guest in [false, true] {
        let Ok(made) = fuzzing::token(Step::Token, as_guest, &response) else { continue };
        assert_eq!(made.session.kind == SessionKind::Guest, as_guest);
        assert_eq!(fuzzing::record(&made.record).as_ref(), Some(&made.record), "the record does not read back");
    }
});
