//! Record ids, tokens and keys in the forms an org uses.

use rand::RngExt as _;

const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// `length` random letters and digits.
pub fn random_text(length: usize) -> String {
    let mut rng = rand::rng();
    (0..length).map(|_| char::from(ALPHABET[rng.random_range(0..ALPHABET.len())])).collect()
}

/// `length` random decimal digits.
pub fn random_digits(length: usize) -> String {
    let mut rng = rand::rng();
    (0..length).map(|_| char::from(b'0' + rng.random_range(0..10u8))).collect()
}

/// An 18-character record id: key prefix, 12 random characters, and the suffix that makes the id safe for readers that
/// ignore letter case.
pub fn record_id(key_prefix: &str) -> String {
    let id = format!("{key_prefix}{}", random_text(15 - key_prefix.len()));
    let suffix = case_suffix(&id);
    id + &suffix
}

/// One character for each block of five, its bits saying which of the five are upper case.
fn case_suffix(id15: &str) -> String {
    let bits = |block: &[u8]| block.iter().rev().fold(0, |bits, c| bits << 1 | usize::from(c.is_ascii_uppercase()));
    id15.as_bytes().chunks(5).map(|block| char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[bits(block)])).collect()
}

pub fn client_id() -> String {
    format!("3MVG9{}", random_text(80))
}

pub fn client_secret() -> String {
    random_text(64).to_ascii_uppercase()
}

/// Ends in `==`, so that a client which forgets to encode it is found out early.
pub fn authorization_code() -> String {
    format!("aPrx{}==", random_text(74))
}

pub fn opaque_access_token(org_id: &str) -> String {
    format!("{}!AQEAQ{}", org_id.get(..15).unwrap_or(org_id), random_text(86))
}

pub fn refresh_token() -> String {
    format!("5Aep861{}", random_text(80))
}

/// Whether `text` is a version 4 UUID, in any letter case.
pub fn is_uuid_v4(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, c)| match at {
            8 | 13 | 18 | 23 => c == b'-',
            14 => c == b'4',
            19 => matches!(c.to_ascii_lowercase(), b'8' | b'9' | b'a' | b'b'),
            _ => c.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn record_ids_carry_the_case_suffix() {
        assert_eq!(case_suffix("00D000000000001"), "EAA");
        assert_eq!(record_id("005").len(), 18);
    }

    #[test]
    fn only_version_four_uuids_are_visitors() {
        assert!(is_uuid_v4("3f0b9d0e-1b2c-4d5e-8f90-123456789abc"));
        assert!(is_uuid_v4("3F0B9D0E-1B2C-4D5E-BF90-123456789ABC"));
        for wrong in [
            "3f0b9d0e-1b2c-1d5e-8f90-123456789abc",
            "3f0b9d0e-1b2c-4d5e-cf90-123456789abc",
            "3f0b9d0e1b2c4d5e8f90123456789abc",
            "{3f0b9d0e-1b2c-4d5e-8f90-123456789ab",
            "",
        ] {
            assert!(!is_uuid_v4(wrong), "{wrong}");
        }
    }
}
