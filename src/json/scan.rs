//! Passes over JSON (RFC 8259) as strictly as `JSON.parse` reads it. Every text is taken as foreign: none is too long or too deep.

/// How deep a value may nest. Answers nest three deep; a hostile one must not use up the stack.
const MAX_DEPTH: u32 = 64;

/// Takes the value that the text begins with, and the blanks around it. `None` where there is none.
pub(super) fn take<'a>(text: &mut &'a str) -> Option<&'a str> {
    let mut scan = Scan { rest: text.as_bytes() };
    scan.blanks();
    let start = scan.passed(text);
    let first = scan.next()?;
    scan.value(first, MAX_DEPTH)?;
    let value = text.get(start..scan.passed(text))?;
    scan.blanks();
    *text = text.get(scan.passed(text)..)?;
    Some(value)
}

struct Scan<'a> {
    rest: &'a [u8],
}

impl Scan<'_> {
    /// How many bytes of the text there were before the rest.
    fn passed(&self, text: &str) -> usize {
        text.len().wrapping_sub(self.rest.len())
    }

    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn blanks(&mut self) {
        while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] = self.rest {
            self.rest = rest;
        }
    }

    /// The next byte that is no blank.
    fn token(&mut self) -> Option<u8> {
        self.blanks();
        self.next()
    }

    /// The rest of the value that begins with this byte.
    fn value(&mut self, first: u8, depth: u32) -> Option<()> {
        match first {
            b'{' | b'[' => self.list(first, depth.checked_sub(1)?),
            b'"' => self.string(),
            b't' => self.word(b"rue"),
            b'f' => self.word(b"alse"),
            b'n' => self.word(b"ull"),
            _ => self.number(first),
        }
    }

    /// The rest of an object or an array.
    fn list(&mut self, open: u8, depth: u32) -> Option<()> {
        let close = open.wrapping_add(2); // of both brackets in ASCII
        let mut item = self.token()?;
        if item == close {
            return Some(());
        }
        loop {
            if open == b'{' {
                if item != b'"' {
                    return None;
                }
                self.string()?;
                if self.token()? != b':' {
                    return None;
                }
                item = self.token()?;
            }
            self.value(item, depth)?;
            let end = self.token()?;
            if end != b',' {
                return (end == close).then_some(());
            }
            item = self.token()?;
        }
    }

    fn string(&mut self) -> Option<()> {
        loop {
            match self.next()? {
                b'"' => return Some(()),
                b'\\' => self.escape()?,
                0..b' ' => return None,
                _ => {}
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        match self.next()? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => {
                let (digits, rest) = self.rest.split_at_checked(4)?;
                self.rest = rest;
                digits.iter().all(u8::is_ascii_hexdigit).then_some(())
            }
            _ => None,
        }
    }

    fn word(&mut self, rest_of_it: &[u8]) -> Option<()> {
        self.rest = self.rest.strip_prefix(rest_of_it)?;
        Some(())
    }

    fn number(&mut self, first: u8) -> Option<()> {
        match if first == b'-' { self.next()? } else { first } {
            b'0' => {}
            b'1'..=b'9' => _ = self.digits(),
            _ => return None,
        }
        if let [b'.', rest @ ..] = self.rest {
            self.rest = rest;
            self.digits()?;
        }
        if let [b'e' | b'E', b'+' | b'-', rest @ ..] | [b'e' | b'E', rest @ ..] = self.rest {
            self.rest = rest;
            self.digits()?;
        }
        Some(())
    }

    /// `None` where there is not one.
    fn digits(&mut self) -> Option<()> {
        let before = self.rest.len();
        while let [b'0'..=b'9', rest @ ..] = self.rest {
            self.rest = rest;
        }
        (self.rest.len() < before).then_some(())
    }
}
