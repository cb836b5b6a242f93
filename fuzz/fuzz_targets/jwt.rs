//! JSON Web Tokens, against one put together from the base64 and serde_json crates. The input is a token, or a header and
//! claims apart at a NUL, so that the fuzzer need not find base64 of JSON.
#![no_main]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use headless_identity::{Json, fuzzing};
use headless_identity_fuzz::{is_close, is_finite, reference, two};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    let Some((header, claims)) = two(input) else { return };
    read(header);
    read(&format!("{}.{}.c2ln", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims)));
});

fn read(token: &str) {
    let parts: Vec<&str> = token.split('.').collect();
    let part = |index: usize| -> Option<Value> {
        let bytes = URL_SAFE_NO_PAD.decode(parts.get(index)?.trim_end_matches('=')).ok()?;
        reference(str::from_utf8(&bytes).ok()?)
    };
    if let Some(ours) = fuzzing::claims(token).filter(is_finite) {
        let reference = part(1).expect("claims that serde_json reads too");
        assert!(parts.len() == 3 && ours.raw().starts_with('{') && reference.is_object());
        assert_eq!(ours.str("sub").as_deref(), reference["sub"].as_str());
        match (ours.number("exp"), reference["exp"].as_f64()) {
            (Some(ours), Some(reference)) => assert!(is_close(ours, reference)),
            (ours, reference) => assert_eq!(ours, reference),
        }
    }
    // A header with a number that is too large serde_json does not read.
    if let (Some((key_id, input, signature)), Some(header)) = (fuzzing::signed(token), part(0)) {
        assert_eq!((header["alg"].as_str(), header["kid"].as_str()), (Some("RS256"), Some(key_id.as_str())));
        let (reference, last) = token.rsplit_once('.').expect("three parts");
        assert_eq!(input, reference);
        assert_eq!(Some(signature), URL_SAFE_NO_PAD.decode(last.trim_end_matches('=')).ok());
    }
    for issued_at_ms in [0, 1_767_600_739_962, u64::MAX] {
        let Some(claims) = fuzzing::id_token(token, issued_at_ms) else { continue };
        let is_ours = |value: &Json| value.as_str().as_deref() == Some(fuzzing::CLIENT_ID);
        let audience = claims.get("aud").expect("an audience");
        assert!(is_ours(&audience) || audience.elements().iter().any(is_ours));
        assert!(claims.number("exp") > claims.number("iat"), "a token without a life");
        assert!(claims.number("exp").is_some_and(|exp| exp * 1000.0 + 60_000.0 >= issued_at_ms as f64), "a dead token");
    }
}
