//! The unique visitor id (UVID): a version 4 UUID that the app makes and Salesforce does not store.

use std::rc::Rc;

use crate::error::{Code, Error, Hint, Step};
use crate::text::push_hex;

/// A visitor's id. Not a secret, but it follows a person about: treat it like a cookie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uvid(Rc<String>);

impl Uvid {
    /// A fresh id, 122 random bits (RFC 9562, 5.4).
    ///
    /// # Errors
    /// `wasm_unavailable` where the browser has no secure random source.
    pub fn generate() -> Result<Self, Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(|_| Error::new(Code::WasmUnavailable, Step::Authorize))?;
        Ok(Self::of(bytes))
    }

    /// The id that these random bytes make.
    pub(crate) fn of(bytes: [u8; 16]) -> Self {
        let mut text = String::with_capacity(36);
        for (index, byte) in bytes.into_iter().enumerate() {
            let byte = match index {
                6 => (byte & 0x0f) | 0x40,
                8 => (byte & 0x3f) | 0x80,
                _ => byte,
            };
            if matches!(index, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            push_hex(&mut text, byte);
        }
        Self(Rc::new(text))
    }

    /// Takes an id that was made elsewhere, in any letter case.
    ///
    /// # Errors
    /// `invalid_argument` when it is no version 4 UUID.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let fits = |(index, byte): (usize, u8)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            14 => byte == b'4',
            19 => matches!(byte.to_ascii_lowercase(), b'8' | b'9' | b'a' | b'b'),
            _ => byte.is_ascii_hexdigit(),
        };
        if text.len() == 36 && text.bytes().enumerate().all(fits) {
            Ok(Self(Rc::new(text.to_owned())))
        } else {
            Err(Error::argument(Hint::Uvid))
        }
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_generated_id_is_valid_and_new() {
        let (one, two) = (Uvid::generate().unwrap(), Uvid::generate().unwrap());
        assert_ne!(one, two);
        assert_eq!(uuid::Uuid::parse_str(one.as_str()).unwrap().get_version_num(), 4);
        Uvid::parse(one.as_str()).unwrap();
    }

    #[test]
    fn either_letter_case_is_kept_as_given() {
        let text = "3F0B9D0E-1b2c-4d5e-BF90-123456789abc";
        assert_eq!(Uvid::parse(text).unwrap().as_str(), text);
    }

    #[test]
    fn anything_else_is_refused() {
        for bad in [
            "",
            "UVID 3f0b9d0e-1b2c-4d5e-8f90-123456789abc",
            "3f0b9d0e-1b2c-1d5e-8f90-123456789abc",
            "3f0b9d0e-1b2c-4d5e-7f90-123456789abc",
            "3f0b9d0e1b2c4d5e8f90123456789abc",
            "{3f0b9d0e-1b2c-4d5e-8f90-123456789ab}",
            "3f0b9d0e-1b2c-4d5e-8f90-123456789ab\n",
        ] {
            assert_eq!(Uvid::parse(bad).unwrap_err().code(), Code::InvalidArgument, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_we_accept_the_reference_accepts(text in "[0-9a-fA-F]{8}-[0-9a-f]{4}-[1-7][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}") {
            let reference = uuid::Uuid::parse_str(&text).unwrap();
            let is_v4 = reference.get_version_num() == 4 && reference.get_variant() == uuid::Variant::RFC4122;
            prop_assert_eq!(Uvid::parse(&text).is_ok(), is_v4);
        }
    }
}
