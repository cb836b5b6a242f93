//! `application/x-www-form-urlencoded`, both ways.

use zeroize::Zeroizing;

use crate::text::{from_utf8_lossy, reserve, split_once};

/// A form body or a query, which is written pair by pair. Space becomes `%20`, which every server reads, in a query as in a body.
/// The buffer leaves nothing behind when it grows: a value may be a password.
#[derive(Default)]
pub(crate) struct Form(Zeroizing<String>);

impl Form {
    pub fn pair(&mut self, name: &str, value: &str) -> &mut Self {
        let length = name.len().saturating_add(value.len());
        reserve(&mut self.0, length.saturating_mul(3).saturating_add(2)); // an escape takes three bytes
        if !self.0.is_empty() {
            self.0.push('&');
        }
        percent_encode(&mut self.0, name);
        self.0.push('=');
        percent_encode(&mut self.0, value);
        self
    }

    /// A pair, left out where it is absent.
    pub fn optional(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.pair(name, value),
            None => self,
        }
    }

    pub fn into_text(self) -> Zeroizing<String> {
        self.0
    }
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
fn percent_encode(out: &mut String, text: &str) {
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
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        let mut byte = *first;
        if byte == b'+' {
            byte = b' ';
        } else if byte == b'%'
            && let [high, low, after @ ..] = after
            && let (Some(high), Some(low)) = (hex_value(*high), hex_value(*low))
        {
            rest = after;
            byte = high << 4 | low;
        }
        bytes.push(byte);
    }
    from_utf8_lossy(bytes)
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
            let mut form = Form::default();
            for (name, value) in &pairs {
                form.pair(name, value);
            }
            let body = form.into_text();
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
            let first = form_urlencoded::parse(text.as_bytes()).find(|(name, _)| name == "a");
            prop_assert_eq!(value(&text, "a"), first.map(|(_, value)| value.into_owned()));
        }
    }

    #[test]
    fn a_code_is_escaped_once_and_read_back_once() {
        let mut form = Form::default();
        form.pair("code", "aPrx/x==");
        assert_eq!(*form.into_text(), "code=aPrx%2Fx%3D%3D");
        assert_eq!(value("state=s&code=aPrx%2Fx%3D%3D&code=other", "code").as_deref(), Some("aPrx/x=="));
        assert_eq!(value("c%6Fde=aPrx==", "code").as_deref(), Some("aPrx=="));
    }
}
