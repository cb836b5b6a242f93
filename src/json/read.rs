//! Reads JSON (RFC 8259). Every text is taken as foreign: what is no JSON is refused, and no text is too long or too deep.

use super::{Json, MAX_DEPTH};

/// A whole document. `None` for anything that is none.
pub(super) fn document(text: &str) -> Option<Json> {
    let mut reader = Reader { rest: text };
    let value = reader.value(MAX_DEPTH)?;
    reader.skip_blanks();
    reader.rest.is_empty().then_some(value)
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn peek(&self) -> Option<u8> {
        self.rest.as_bytes().first().copied()
    }

    /// Takes this if it comes next.
    fn take(&mut self, expected: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(expected)?;
        Some(())
    }

    /// Takes bytes of ASCII as long as they are wanted.
    fn take_while(&mut self, is_wanted: impl Fn(u8) -> bool) -> &'a str {
        let end = self.rest.bytes().position(|byte| !is_wanted(byte)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        self.rest = rest;
        taken
    }

    fn value(&mut self, depth: u32) -> Option<Json> {
        let deeper = depth.checked_sub(1)?;
        self.skip_blanks();
        Some(match self.peek()? {
            b'{' => {
                let mut members = Vec::new();
                self.list('}', |reader| {
                    reader.skip_blanks();
                    let key = reader.string()?;
                    reader.skip_blanks();
                    reader.take(":")?;
                    members.push((key, reader.value(deeper)?));
                    Some(())
                })?;
                Json::Object(members)
            }
            b'[' => {
                let mut elements = Vec::new();
                self.list(']', |reader| {
                    elements.push(reader.value(deeper)?);
                    Some(())
                })?;
                Json::Array(elements)
            }
            b'"' => Json::String(self.string()?),
            b't' => self.take("true").map(|()| Json::Bool(true))?,
            b'f' => self.take("false").map(|()| Json::Bool(false))?,
            b'n' => self.take("null").map(|()| Json::Null)?,
            _ => Json::Number(self.number()?),
        })
    }

    /// Items between commas, from the opening bracket to the closing one.
    fn list(&mut self, end: char, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        let is_over = |reader: &mut Self| {
            reader.skip_blanks();
            let rest = reader.rest.strip_prefix(end);
            reader.rest = rest.unwrap_or(reader.rest);
            rest.is_some()
        };
        self.rest = self.rest.get(1..)?;
        if is_over(self) {
            return Some(());
        }
        loop {
            item(self)?;
            if is_over(self) {
                return Some(());
            }
            self.take(",")?;
        }
    }

    /// A string literal, in a buffer that never moves: it may be a password.
    fn string(&mut self) -> Option<String> {
        self.take("\"")?;
        let mut text = String::with_capacity(self.length_of_string()?);
        loop {
            text.push_str(self.take_while(|byte| byte >= b' ' && !matches!(byte, b'"' | b'\\')));
            match self.peek()? {
                b'"' => {
                    self.take("\"")?;
                    return Some(text);
                }
                b'\\' => text.push(self.escape()?),
                _ => return None,
            }
        }
    }

    /// How many bytes there are until the closing quote. An escape is longer than what it stands for.
    fn length_of_string(&self) -> Option<usize> {
        let mut is_escaped = false;
        self.rest.bytes().position(|byte| {
            let is_end = byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            is_end
        })
    }

    fn escape(&mut self) -> Option<char> {
        let (escape, rest) = self.rest.split_at_checked(2)?;
        self.rest = rest;
        Some(match escape.as_bytes().last()? {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.code_point(),
            byte @ (b'"' | b'\\' | b'/') => char::from(*byte),
            _ => return None,
        })
    }

    /// What follows `\u`. A lone surrogate becomes U+FFFD: a cut emoji in a server's text must not spoil its answer.
    fn code_point(&mut self) -> Option<char> {
        let first = self.code_unit()?;
        let after_first = self.rest;
        if (0xd800..0xdc00).contains(&first)
            && self.take("\\u").is_some()
            && let Some(second @ 0xdc00..0xe000) = self.code_unit()
        {
            return char::from_u32(((first & 0x3ff) << 10 | (second & 0x3ff)).wrapping_add(0x1_0000));
        }
        self.rest = after_first;
        Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn code_unit(&mut self) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        self.rest = rest;
        digits.chars().try_fold(0, |unit, digit| Some(unit << 4 | digit.to_digit(16)?))
    }

    fn digits(&mut self) -> Option<&'a str> {
        let digits = self.take_while(|byte| byte.is_ascii_digit());
        if digits.is_empty() { None } else { Some(digits) }
    }

    fn number(&mut self) -> Option<f64> {
        let is_negative = self.take("-").is_some();
        let whole = self.digits()?;
        if whole.len() > 1 && whole.starts_with('0') {
            return None;
        }
        let fraction = if self.take(".").is_some() { self.digits()? } else { "" };
        let exponent = if self.take("e").or_else(|| self.take("E")).is_some() { self.exponent()? } else { 0 };
        let value = decimal(whole, fraction, exponent);
        Some(if is_negative { -value } else { value })
    }

    fn exponent(&mut self) -> Option<i32> {
        let is_negative = self.take("-").is_some();
        if !is_negative {
            let _ = self.take("+");
        }
        let digit = |so_far: i32, byte: u8| so_far.saturating_mul(10).saturating_add(i32::from(byte & 0xf));
        let exponent = self.digits()?.bytes().fold(0, digit).min(FARTHEST);
        Some(if is_negative { exponent.saturating_neg() } else { exponent })
    }
}

/// With nineteen digits before the point, no double is as far from 1 as this.
const FARTHEST: i32 = 400;

/// The number that these digits are. To the last bit for up to 15 digits, and some more, with an exponent of up to 22 (Clinger, How
/// to read floating point numbers accurately, 1990); beyond, which no site's answer ever is, the last bit may differ. What is
/// exact for all costs a table of 10 kB.
fn decimal(whole: &str, fraction: &str, exponent: i32) -> f64 {
    const ROOM: u64 = 1_000_000_000_000_000_000;
    let (mut digits, mut exponent) = (0u64, exponent);
    for (part, is_fraction) in [(whole, false), (fraction, true)] {
        for byte in part.bytes() {
            let fits = digits < ROOM;
            if fits {
                digits = digits.wrapping_mul(10).wrapping_add(u64::from(byte & 0xf));
            }
            // A digit that is taken moves the point if it stands behind it, one that is left out if it stands before it.
            exponent = exponent.saturating_add(i32::from(!fits)).saturating_sub(i32::from(is_fraction));
        }
    }
    let mut value = digits as f64;
    while exponent != 0 && value != 0.0 && value.is_finite() {
        let step = exponent.clamp(-22, 22);
        exponent = exponent.saturating_sub(step);
        value = if step < 0 {
            value / power_of_ten(step.unsigned_abs())
        } else {
            value * power_of_ten(step.unsigned_abs())
        };
    }
    value
}

/// Exact up to 22.
pub(super) fn power_of_ten(exponent: u32) -> f64 {
    (0..exponent).fold(1.0, |power, _| power * 10.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn same(ours: &Json, theirs: &Value) -> bool {
        match (ours, theirs) {
            (Json::Null, Value::Null) => true,
            (Json::Bool(one), Value::Bool(other)) => one == other,
            (Json::Number(one), Value::Number(other)) => other.as_f64() == Some(*one),
            (Json::String(one), Value::String(other)) => one == other,
            (Json::Array(one), Value::Array(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
            }
            (Json::Object(one), Value::Object(other)) => {
                one.iter().all(|(key, _)| other.contains_key(key))
                    && other.iter().all(|(key, value)| {
                        one.iter().rev().find(|(name, _)| name == key).is_some_and(|(_, one)| same(one, value))
                    })
            }
            _ => false,
        }
    }

    #[test]
    fn numbers_are_the_standard_ones() {
        for text in [
            "0",
            "-0",
            "1",
            "-17",
            "1764350000000",
            "9007199254740993",
            "0.1",
            "-2.50",
            "1700000000.123456",
            "3e2",
            "5E-3",
            "1.5e+10",
            "0.000001",
            "123456789012345678901234567890",
            "1e22",
            "1e-22",
            "0e99",
        ] {
            let standard: f64 = text.parse().unwrap();
            assert_eq!(document(text), Some(Json::Number(standard)), "{text}");
        }
        assert_eq!(document("1e-999999999999"), Some(Json::Number(0.0)));
        for bad in ["01", "1.", ".5", "+1", "-", "1e", "1e+", "0x1", "Infinity", "NaN", "1_000"] {
            assert_eq!(document(bad), None, "{bad}");
        }
    }

    #[test]
    fn escapes_are_read_and_a_cut_emoji_is_replaced() {
        let read = |text: &str| document(text).and_then(|json| json.as_str().map(str::to_owned));
        assert_eq!(read(r#""\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00""#).as_deref(), Some("\"\\/\u{8}\u{c}\n\r\tAé😀"));
        for lone in [r"\ud83d", r"\ude00", r"\ud83d\u0041", r"\ud83dx"] {
            let text = read(&format!("\"{lone}\"")).unwrap();
            assert!(text.starts_with('\u{fffd}'), "{lone}");
            assert_eq!(text.ends_with(['A', 'x']), lone.len() > 6, "{lone}");
        }
        for bad in [r#""\x""#, r#""\u12""#, r#""\u12é4""#, "\"a\nb\"", "\"open", r#""\"#, r#""\""#] {
            assert_eq!(document(bad), None, "{bad}");
        }
    }

    /// Texts that are JSON, or nearly.
    fn almost_json() -> impl Strategy<Value = String> {
        let token = prop::sample::select(vec![
            "{", "}", "[", "]", ",", ":", "\"a\"", "\"\\n\"", "1", "-0.5e1", "true", "false", "null", " ", "\n", "\"",
            "\\", "é",
        ]);
        prop::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat())
    }

    proptest! {
        #[test]
        fn what_the_reference_takes_we_take_as_the_same(text in almost_json()) {
            let theirs: Result<Value, _> = serde_json::from_str(&text);
            match (document(&text), theirs) {
                (Some(ours), Ok(theirs)) => prop_assert!(same(&ours, &theirs), "{text}"),
                (ours, theirs) => prop_assert_eq!(ours.is_some(), theirs.is_ok(), "{}", text),
            }
        }

        #[test]
        fn a_number_with_few_digits_is_exact(digits in 0u64..1_000_000_000_000_000, exponent in -22i32..=22) {
            let text = format!("{digits}e{exponent}");
            prop_assert_eq!(document(&text), Some(Json::Number(text.parse().unwrap())));
        }

        #[test]
        fn any_other_number_is_off_by_next_to_nothing(number in any::<f64>().prop_filter("finite", |number| number.is_finite())) {
            let Some(Json::Number(read)) = document(&format!("{number:e}")) else { return Err(TestCaseError::fail("no number")) };
            prop_assert!((read - number).abs() <= number.abs() * 1e-14 || number.abs() < 1e-300, "{number:e} {read:e}");
        }
    }
}
