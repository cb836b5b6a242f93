//! Small work on text that the standard library or a general crate does at a price in wasm: searchers for any pattern,
//! UTF-8 where ASCII is enough, a copy for each type. Each has its model as an oracle in the tests.

use base64::Engine;
use zeroize::Zeroizing;

/// `str::contains` without the two-way search behind it, which is 3 kB of wasm for texts of a line.
pub(crate) fn contains(text: &str, part: &str) -> bool {
    let mut rest = text.as_bytes();
    while !rest.starts_with(part.as_bytes()) {
        match rest.split_first() {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    true
}

/// `[&str]::concat`.
pub(crate) fn concat(parts: &[&str]) -> String {
    let length = parts.iter().map(|part| part.len()).fold(0, usize::saturating_add);
    let mut text = String::with_capacity(length);
    for part in parts {
        text.push_str(part);
    }
    text
}

/// Makes room for so many bytes more. Where it takes a larger buffer the smaller one is wiped: it may hold a password.
pub(crate) fn reserve(text: &mut Zeroizing<String>, length: usize) {
    let needed = text.len().saturating_add(length);
    if needed > text.capacity() {
        let mut larger = Zeroizing::new(String::with_capacity(needed.saturating_mul(2)));
        larger.push_str(text);
        *text = larger;
    }
}

/// Whether every byte is of that kind. One function for all kinds: an iterator's is one for each.
pub(crate) fn is_all(text: &str, is_of_kind: fn(u8) -> bool) -> bool {
    for byte in text.bytes() {
        if !is_of_kind(byte) {
            return false;
        }
    }
    true
}

/// `str::find` of an ASCII character.
pub(crate) fn position(text: &str, of: u8) -> Option<usize> {
    text.bytes().position(|byte| byte == of)
}

/// `str::split_once` at an ASCII character.
pub(crate) fn split_once(text: &str, at: u8) -> Option<(&str, &str)> {
    let position = position(text, at)?;
    Some((text.get(..position)?, text.get(position.checked_add(1)?..)?))
}

/// `str::rsplit_once` at an ASCII character.
pub(crate) fn rsplit_once(text: &str, at: u8) -> Option<(&str, &str)> {
    let position = text.bytes().rposition(|byte| byte == at)?;
    Some((text.get(..position)?, text.get(position.checked_add(1)?..)?))
}

/// `String::from_utf8_lossy` of text that hardly ever is.
pub(crate) fn from_utf8_lossy(bytes: Vec<u8>) -> String {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return text,
        Err(error) => error,
    };
    let mut text = String::new();
    let mut rest = error.as_bytes();
    while let Err(error) = str::from_utf8(rest) {
        let (valid, invalid) = rest.split_at_checked(error.valid_up_to()).unwrap_or_default();
        text.push_str(str::from_utf8(valid).unwrap_or_default());
        text.push(char::REPLACEMENT_CHARACTER);
        rest = error.error_len().and_then(|length| invalid.get(length..)).unwrap_or_default();
    }
    text.push_str(str::from_utf8(rest).unwrap_or_default());
    text
}

/// Appends a byte as two lower-case hexadecimal digits.
pub(crate) fn push_hex(out: &mut String, byte: u8) {
    for digit in [byte >> 4, byte & 15] {
        out.push(char::from_digit(digit.into(), 16).unwrap_or('0'));
    }
}

/// Appends a whole number in decimal digits.
pub(crate) fn push_number(out: &mut String, number: u64) {
    if number > 9 {
        push_number(out, number / 10);
    }
    out.push(char::from_digit((number % 10) as u32, 10).unwrap_or('0'));
}

/// A whole number in decimal digits, without sign.
pub(crate) fn number(digits: &str) -> Option<u64> {
    let mut number = 0u64;
    for byte in digits.bytes() {
        let digit = byte.wrapping_sub(b'0');
        // `checked_mul` multiplies 128 bits.
        if digit > 9 || number > u64::MAX / 10 {
            return None;
        }
        number = number.wrapping_mul(10).checked_add(digit.into())?;
    }
    (!digits.is_empty()).then_some(number)
}

/// Encodes by an engine of the base64 crate. Its own way to a `String` asserts that base64 is UTF-8, and links what prints the
/// failure: 2 kB of wasm.
pub(crate) fn base64(engine: &impl Engine, bytes: &[u8]) -> String {
    let mut text = vec![0; bytes.len().saturating_add(2).saturating_mul(2)];
    let length = engine.encode_slice(bytes, &mut text).unwrap_or_default();
    text.truncate(length);
    String::from_utf8(text).unwrap_or_default()
}

/// Decodes base64url (RFC 4648, 5), with or without padding. The crate's engine would be 4 kB of wasm.
pub(crate) fn base64url(text: &str) -> Option<Vec<u8>> {
    let mut symbols = text.as_bytes();
    while let [rest @ .., b'='] = symbols {
        symbols = rest;
    }
    let mut bytes = Vec::with_capacity(symbols.len());
    let (mut bits, mut pending) = (0u32, 0u32);
    for &symbol in symbols {
        let six = match symbol {
            b'A'..=b'Z' => symbol.wrapping_sub(b'A'),
            b'a'..=b'z' => symbol.wrapping_sub(b'a').wrapping_add(26),
            b'0'..=b'9' => symbol.wrapping_sub(b'0').wrapping_add(52),
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(six);
        pending = pending.wrapping_add(6);
        if pending >= 8 {
            pending = pending.wrapping_sub(8);
            bytes.push(bits.wrapping_shr(pending) as u8);
        }
    }
    (pending < 6 && bits.trailing_zeros() >= pending).then_some(bytes)
}

/// Enough of a server's text for a person to read: 4,000 bytes, to the character.
pub(crate) fn shorten(text: &str) -> String {
    let end = (0..=4000).rev().find(|end| text.is_char_boundary(*end) || *end >= text.len());
    text.get(..end.unwrap_or(0)).unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn splitting_is_the_standard_one(text in "[ab:é]{0,8}") {
            prop_assert_eq!(position(&text, b':'), text.find(':'));
            prop_assert_eq!(split_once(&text, b':'), text.split_once(':'));
            prop_assert_eq!(rsplit_once(&text, b':'), text.rsplit_once(':'));
        }

        #[test]
        fn concat_is_the_standard_one(parts in prop::collection::vec(".{0,4}", 0..5)) {
            let parts: Vec<_> = parts.iter().map(String::as_str).collect();
            prop_assert_eq!(concat(&parts), parts.concat());
        }

        #[test]
        fn lossy_is_the_standard_one(bytes in prop::collection::vec(prop::num::u8::ANY, 0..12), text in ".{0,3}") {
            let bytes = [text.as_bytes(), &bytes].concat();
            prop_assert_eq!(from_utf8_lossy(bytes.clone()), String::from_utf8_lossy(&bytes));
        }

        #[test]
        fn a_number_is_the_standard_one(text in "[0-9]{0,21}|-?[0-9a]{0,3}", any in any::<u64>()) {
            prop_assert_eq!(number(&text), text.parse().ok());
            let mut written = String::new();
            push_number(&mut written, any);
            prop_assert_eq!(written, any.to_string());
        }

        #[test]
        fn base64url_is_the_crate_s(
            bytes in prop::collection::vec(any::<u8>(), 0..40), text in "[ABab01+/_=-]{0,9}", padding in "=*"
        ) {
            prop_assert_eq!(base64(&STANDARD, &bytes), STANDARD.encode(&bytes));
            let encoded = base64(&URL_SAFE_NO_PAD, &bytes) + &padding;
            prop_assert_eq!(base64url(&encoded), Some(bytes));
            prop_assert_eq!(base64url(&text), URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok());
        }

        #[test]
        fn contains_is_the_standard_one(text in "[ab]{0,12}", part in "[ab]{1,4}") {
            prop_assert_eq!(contains(&text, &part), text.contains(&part));
        }

        #[test]
        fn what_is_short_stays_and_the_rest_is_a_prefix(text in "(.{90,110}){0,45}") {
            let short = shorten(&text);
            prop_assert!(text.starts_with(&short) && short.len() <= 4000);
            prop_assert_eq!(short.len() == text.len(), text.len() <= 4000);
            prop_assert!(text.len() <= 4000 || short.len() > 3996);
        }
    }
}
