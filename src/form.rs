//! `application/x-www-form-urlencoded`, both ways.

use zeroize::Zeroizing;

use crate::text::{from_utf8_lossy, split_once};

/// Encodes pairs into a form body. Space becomes `%20`, which every server reads, in a query as in a body.
///
/// The length is known before the first byte is written, so the buffer never moves and no half-built copy of a password
/// stays behind in memory.
pub(crate) fn encode(pairs: &[(&str, &str)]) -> Zeroizing<String> {
    let length = pairs
        .iter()
        .map(|(name, value)| encoded_len(name).saturating_add(encoded_len(value)).saturating_add(2))
        .fold(0, usize::saturating_add);
    let mut body = Zeroizing::new(String::with_capacity(length));
    for (name, value) in pairs {
        if !body.is_empty() {
            body.push('&');
        }
        percent_encode(&mut body, name);
        body.push('=');
        percent_encode(&mut body, value);
    }
    body
}

/// The first value of that name in a form body or a query. What is no valid escape stays as it is; bytes that are no UTF-8 become
/// U+FFFD, as the URL standard has it.
pub(crate) fn value(form: &str, name: &str) -> Option<String> {
    let mut rest = form;
    while !rest.is_empty() {
        let (pair, after) = split_once(rest, b'&').unwrap_or((rest, ""));
        rest = after;
        let (key, value) = split_once(pair, b'=').unwrap_or((pair, ""));
        if percent_decode(key) == name {
            return Some(percent_decode(value));
        }
    }
    None
}

/// Appends `text` to `out`, all but RFC 3986's unreserved characters escaped.
pub(crate) fn percent_encode(out: &mut String, text: &str) {
    for &byte in text.as_bytes() {
        if is_unreserved(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(hex_digit(byte >> 4));
            out.push(hex_digit(byte & 15));
        }
    }
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut ahead = rest.clone();
                match (ahead.next().and_then(hex_value), ahead.next().and_then(hex_value)) {
                    (Some(high), Some(low)) => {
                        rest = ahead;
                        high << 4 | low
                    }
                    _ => b'%',
                }
            }
            other => other,
        });
    }
    from_utf8_lossy(bytes)
}

fn encoded_len(text: &str) -> usize {
    text.bytes().map(|byte| if is_unreserved(byte) { 1 } else { 3 }).sum()
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

fn hex_digit(value: u8) -> char {
    char::from_digit(u32::from(value), 16).unwrap_or('0').to_ascii_uppercase()
}

fn hex_value(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_we_write_the_reference_reads(pairs in prop::collection::vec((".*", ".*"), 0..6)) {
            let ours: Vec<_> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            let body = encode(&ours);
            let read: Vec<_> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
            // The reference reads no pair out of nothing; we never write a nameless, valueless one in practice.
            prop_assert_eq!(read, pairs);
        }

        #[test]
        fn we_read_as_the_reference_reads(text in "([ab+&=;%]|%[0-9a-fA-F]{2}|.)*") {
            for (name, _) in form_urlencoded::parse(text.as_bytes()).filter(|(name, _)| !name.is_empty()) {
                let first = form_urlencoded::parse(text.as_bytes()).find(|(other, _)| *other == name);
                prop_assert_eq!(value(&text, &name), first.map(|(_, value)| value.into_owned()));
            }
            prop_assert_eq!(value(&text, "not there"), None);
        }

        #[test]
        fn the_buffer_never_moves(pairs in prop::collection::vec((".*", ".*"), 1..6)) {
            let ours: Vec<_> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            let body = encode(&ours);
            // A buffer that had to grow, or was made too large, has more room than for one more `&`.
            prop_assert_eq!(body.capacity(), body.len() + 1);
        }
    }

    #[test]
    fn a_code_is_escaped_once_and_read_back_once() {
        assert_eq!(*encode(&[("code", "aPrx/x==")]), "code=aPrx%2Fx%3D%3D");
        assert_eq!(value("state=s&code=aPrx%2Fx%3D%3D&code=other", "code").as_deref(), Some("aPrx/x=="));
        assert_eq!(value("c%6Fde=aPrx==", "code").as_deref(), Some("aPrx=="));
    }
}
