//! Writes JSON.

use zeroize::Zeroizing;

use crate::text::{push_hex, push_number, reserve};

/// Values in arrays and objects, with a comma wherever one belongs. The buffer leaves nothing behind when it grows: what is written
/// may be a password.
#[derive(Default)]
pub(crate) struct Writer {
    text: Zeroizing<String>,
}

impl Writer {
    #[cfg(feature = "js")]
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn into_text(self) -> Zeroizing<String> {
        self.text
    }

    pub fn open(&mut self, bracket: char) -> &mut Self {
        self.separate(1);
        self.text.push(bracket);
        self
    }

    pub fn close(&mut self, bracket: char) -> &mut Self {
        reserve(&mut self.text, 1);
        self.text.push(bracket);
        self
    }

    pub fn string(&mut self, text: &str) -> &mut Self {
        self.separate(text.len().saturating_mul(6).saturating_add(2)); // an escape takes at most six bytes
        self.text.push('"');
        for char in text.chars() {
            match char {
                '\0'..' ' => {
                    self.text.push_str("\\u00");
                    push_hex(&mut self.text, char as u8);
                    continue;
                }
                '"' | '\\' => self.text.push('\\'),
                _ => {}
            }
            self.text.push(char);
        }
        self.text.push('"');
        self
    }

    pub fn number(&mut self, number: u64) -> &mut Self {
        self.separate(20);
        push_number(&mut self.text, number);
        self
    }

    /// What is JSON already.
    pub fn raw(&mut self, json: &str) -> &mut Self {
        self.separate(json.len());
        self.text.push_str(json);
        self
    }

    /// The name of a member; its value comes next.
    pub fn name(&mut self, name: &str) -> &mut Self {
        self.string(name).close(':')
    }

    /// A string member.
    pub fn member(&mut self, name: &str, text: &str) -> &mut Self {
        self.name(name).string(text)
    }

    /// A string member, left out where it is absent.
    pub fn optional(&mut self, name: &str, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.member(name, text),
            None => self,
        }
    }

    /// A member that is JSON already, left out where it is absent.
    pub fn optional_raw(&mut self, name: &str, json: Option<&str>) -> &mut Self {
        match json {
            Some(json) => self.name(name).raw(json),
            None => self,
        }
    }

    /// A comma unless this is the first, and room for so many bytes more.
    fn separate(&mut self, length: usize) {
        reserve(&mut self.text, length.saturating_add(1));
        if !matches!(self.text.as_bytes().last(), None | Some(b'[' | b'{' | b':')) {
            self.text.push(',');
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn everything_is_written_in_its_place() {
        let mut out = Writer::default();
        out.open('{').member("a", "x\"\\\n\u{7f}é").optional("none", None).name("list").open('[').number(7).raw("null");
        out.open('[')
            .close(']')
            .string("[")
            .close(']')
            .name("o")
            .open('{')
            .close('}')
            .optional("b", Some(""))
            .close('}');
        let expected = "{\"a\":\"x\\\"\\\\\\u000a\u{7f}é\",\"list\":[7,null,[],\"[\"],\"o\":{},\"b\":\"\"}";
        assert_eq!(*out.into_text(), expected);
    }

    proptest! {
        #[test]
        fn what_we_write_the_reference_reads(key in ".*", text in "(.|[\u{0}-\u{1f}\"\\\\])*", number in any::<u64>()) {
            let mut out = Writer::default();
            out.open('[').open('{').member(&key, &text).close('}').number(number).close(']');
            let read: Value = serde_json::from_str(&out.into_text()).unwrap();
            prop_assert_eq!(read, json!([{ key: text }, number]));
        }

        #[test]
        fn the_buffer_grows_by_moving_only(texts in prop::collection::vec("(.|[\u{0}-\u{1f}]){0,9}", 0..20)) {
            let (mut out, mut capacity) = (Writer::default(), 0);
            for text in &texts {
                let needed = out.text.len() + text.len() * 6 + 3;
                if needed > capacity {
                    capacity = needed * 2;
                }
                out.string(text);
                prop_assert_eq!(out.text.capacity(), capacity, "it grew by itself, and left behind what it held");
            }
        }
    }
}
