//! What binds the steps of one login together: Proof Key for Code Exchange (RFC 7636) and the `state` of RFC 6749. Challenge and
//! state go into the authorize request, the verifier into the token request.

use std::fmt;

use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::error::{Code, Error, Hint, Step};
use crate::text::{base64, is_all};

/// A code verifier (RFC 7636, 4.1): 43 to 128 characters of `A-Z a-z 0-9 - . _ ~`. Good for one login, so not `Clone`.
pub struct Verifier(Zeroizing<String>);

impl Verifier {
    /// A fresh verifier: 32 bytes from the browser's `crypto.getRandomValues`, as base64url, 43 characters.
    ///
    /// # Errors
    /// `wasm_unavailable` where the browser has no secure random source.
    pub fn generate() -> Result<Self, Error> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut()).map_err(|_| Self::no_source())?;
        Ok(Self::of(&bytes))
    }

    /// The error where the browser has no secure random source.
    pub(crate) fn no_source() -> Error {
        Error::new(Code::WasmUnavailable, Step::Authorize)
    }

    /// The verifier that these random bytes make, as RFC 7636, 4.1 recommends it.
    pub(crate) fn of(bytes: &[u8; 32]) -> Self {
        Self(base64(&URL_SAFE_NO_PAD, bytes).into())
    }

    /// Takes a verifier that was made elsewhere.
    ///
    /// # Errors
    /// `invalid_argument` when it is not 43 to 128 characters of RFC 7636's alphabet.
    pub fn parse(text: String) -> Result<Self, Error> {
        let text = Zeroizing::new(text);
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        if (43..=128).contains(&text.len()) && is_all(&text, allowed) {
            Ok(Self(text))
        } else {
            Err(Error::argument(Hint::Verifier))
        }
    }

    /// The S256 challenge: base64url of the verifier's SHA-256, without padding (RFC 7636, 4.2). Always 43 characters.
    pub fn challenge(&self) -> Challenge {
        Challenge(base64(&URL_SAFE_NO_PAD, &Sha256::digest(self.0.as_bytes())))
    }

    /// The text itself. It belongs in the body of the token request and nowhere else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Verifier(***)")
    }
}

/// The S256 challenge of a [`Verifier`] (RFC 7636, 4.2). It may be shown: the verifier cannot be computed from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge(String);

impl Challenge {
    /// The text for the authorize request.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Challenge> for String {
    fn from(challenge: Challenge) -> Self {
        challenge.0
    }
}

impl PartialEq<&str> for Challenge {
    fn eq(&self, text: &&str) -> bool {
        self.0 == *text
    }
}

/// The `state` that an authorize request is sent with and its answer is compared by (RFC 6749, 4.1.1 and 10.12). Whoever knows
/// it before the answer comes could pass off another answer. Good for one login, so not `Clone`.
pub(crate) struct State(Zeroizing<String>);

impl State {
    /// The state that these random bytes make.
    pub fn of(bytes: &[u8; 32]) -> Self {
        Self(base64(&URL_SAFE_NO_PAD, bytes).into())
    }

    /// One that was sent before the page was left.
    pub fn from_store(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }

    /// Whether an answer's `state` is this one.
    pub fn is(&self, returned: &str) -> bool {
        *self.0 == returned
    }

    /// The text itself. It belongs in the authorize request and in the store of a social sign-on.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("State(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_7636_appendix_b() {
        let verifier = Verifier::parse("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned()).unwrap();
        assert_eq!(verifier.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn generated_verifiers_are_valid_and_differ() {
        let (one, two) = (Verifier::generate().unwrap(), Verifier::generate().unwrap());
        assert_ne!(one.expose(), two.expose());
        Verifier::parse(one.expose().to_owned()).unwrap();
    }

    #[test]
    fn the_length_and_the_alphabet_are_checked() {
        for bad in [String::new(), "a".repeat(42), "a".repeat(129), "ä".repeat(43), format!("{} ", "a".repeat(43))] {
            assert_eq!(Verifier::parse(bad).unwrap_err().code(), Code::InvalidArgument);
        }
        for good in ["a".repeat(43), "~".repeat(128), "-._~".repeat(11)] {
            Verifier::parse(good).unwrap();
        }
    }

    #[test]
    fn a_state_is_equal_to_its_own_text_only() {
        let (one, two) = (State::of(&[1; 32]), State::of(&[2; 32]));
        assert!(one.is(one.expose()) && one.is(State::from_store(one.expose()).expose()));
        let longer = format!("{}=", one.expose());
        for other in [two.expose(), "", &one.expose()[..42], &longer, &one.expose().to_lowercase()] {
            assert!(!one.is(other), "{other}");
        }
    }

    #[test]
    fn debug_shows_a_challenge_but_no_verifier_and_no_state() {
        let (verifier, state) = (Verifier::of(&[1; 32]), State::of(&[2; 32]));
        assert_eq!(format!("{verifier:?} {state:?}"), "Verifier(***) State(***)");
        let challenge = verifier.challenge();
        assert_eq!(format!("{challenge} {challenge:?}"), format!("{0} Challenge({0:?})", challenge.as_str()));
    }
}
