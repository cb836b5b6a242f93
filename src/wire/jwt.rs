//! Reading the claims of a JSON Web Token (RFC 7519) that came straight from the site over TLS.

use crate::json::Json;
use crate::text::{base64url, rsplit_once, split_once};

/// The claims set, unverified. `None` for anything that is not three base64url parts with a JSON object in the middle.
pub(crate) fn claims(token: &str) -> Option<Json> {
    let (_header, rest) = split_once(token, b'.')?;
    let (payload, signature) = split_once(rest, b'.')?;
    if split_once(signature, b'.').is_some() {
        return None;
    }
    json(payload).filter(|claims| claims.value().is_object())
}

/// What a signature is checked with.
pub(crate) struct Signed<'a> {
    pub key_id: String,
    /// The signing input: header and payload as they came.
    pub input: &'a str,
    pub signature: Vec<u8>,
}

/// Takes an RS256 token apart for a check. `None` for any other algorithm, `none` above all.
pub(crate) fn signed(token: &str) -> Option<Signed<'_>> {
    let (input, signature) = rsplit_once(token, b'.')?;
    let (header, _payload) = split_once(input, b'.')?;
    let header = json(header)?;
    if header.str("alg")? != "RS256" {
        return None;
    }
    Some(Signed { key_id: header.str("kid")?, input, signature: base64url(signature)? })
}

/// The JSON in a part of a token.
fn json(part: &str) -> Option<Json> {
    Json::parse(str::from_utf8(&base64url(part)?).ok()?)
}

#[cfg(test)]
pub(crate) mod testing {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    /// A token with these claims and a signature that is not checked.
    pub(crate) fn token(claims: &str) -> String {
        format!("eyJhbGciOiJSUzI1NiJ9.{}.c2ln", URL_SAFE_NO_PAD.encode(claims))
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn claims_are_the_middle_part() {
        let claims = claims(&testing::token(r#"{"sub":"uvid:é","exp":1767600795}"#)).unwrap();
        assert_eq!((claims.str("sub").as_deref(), claims.number("exp")), (Some("uvid:é"), Some(1_767_600_795.0)));
    }

    #[test]
    fn anything_else_has_none() {
        for text in ["", "..", "a.b", "00D!opaque", "a.e30.c.d", "a.!!!.c", "a.W10.c", "a.gA.c"] {
            assert_eq!(claims(text), None, "{text}");
        }
    }

    #[test]
    fn only_rs256_with_a_key_id_can_be_checked() {
        let token = |header: &str| format!("{}.e30.c2ln", URL_SAFE_NO_PAD.encode(header));
        let good = token(r#"{"alg":"RS256","kid":"248"}"#);
        let signed = super::signed(&good).unwrap();
        assert_eq!((signed.key_id.as_str(), signed.signature.as_slice()), ("248", &b"sig"[..]));
        assert!(signed.input.ends_with(".e30"));
        for bad in [r#"{"alg":"none","kid":"248"}"#, r#"{"alg":"HS256","kid":"248"}"#, r#"{"alg":"RS256"}"#, "7", ""] {
            assert!(super::signed(&token(bad)).is_none(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_token_is_too_odd(text in ".*", middle in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = (claims(&text), signed(&text));
            let _ = claims(&format!("a.{}.c", URL_SAFE_NO_PAD.encode(middle)));
        }
    }
}
