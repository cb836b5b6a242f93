//! JSON that is read where it lies.

use super::{number, scan};
use crate::text::{self, position, split_once};

/// One value within a text that is known to be JSON. Object keys keep their order; where one repeats, the last wins on lookup.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value<'a>(pub(super) &'a str);

impl<'a> Value<'a> {
    pub const NULL: Self = Self("null");

    /// The value that a document is. `None` for anything that is no JSON, and for one that nests deeper than 64.
    pub fn parse(document: &'a str) -> Option<Self> {
        let mut rest = document;
        let value = scan::take(&mut rest)?;
        rest.is_empty().then_some(Self(value))
    }

    /// Its text, as it came.
    pub fn raw(self) -> &'a str {
        self.0
    }

    /// The member `key` of an object. `None` where there is none, where it is `null`, and in anything but an object.
    pub fn get(self, key: &str) -> Option<Self> {
        let (mut members, mut found) = (self.members(), Self::NULL);
        while let (Some(name), Some(member)) = (members.next(), members.next()) {
            if name.is(key) {
                found = member;
            }
        }
        (found.0 != Self::NULL.0).then_some(found)
    }

    /// The string member `key`.
    pub fn str(self, key: &str) -> Option<String> {
        self.get(key)?.as_str()
    }

    /// The number member `key`.
    pub fn number(self, key: &str) -> Option<f64> {
        self.get(key)?.as_number()
    }

    /// The member `key` as a whole number.
    pub fn whole(self, key: &str) -> Option<u64> {
        self.get(key)?.as_whole()
    }

    pub fn is_object(self) -> bool {
        self.0.starts_with('{')
    }

    /// Whether it is a string of this text.
    pub fn is(self, text: &str) -> bool {
        match self.literal() {
            Some(literal) if position(literal, b'\\').is_none() => literal == text,
            _ => self.as_str().is_some_and(|own| own == text),
        }
    }

    /// The value as a string, in a buffer that never moves: it may be a password.
    pub fn as_str(self) -> Option<String> {
        let mut rest = self.literal()?;
        let mut text = String::with_capacity(rest.len()); // an escape is longer than what it stands for
        while let Some((plain, escape)) = split_once(rest, b'\\') {
            text.push_str(plain);
            rest = escape;
            text.push(escaped(&mut rest)?);
        }
        text.push_str(rest);
        Some(text)
    }

    /// The value as a number.
    pub fn as_number(self) -> Option<f64> {
        matches!(self.0.as_bytes(), [b'-' | b'0'..=b'9', ..]).then(|| number::read(self.0))
    }

    /// The value as a number that is not negative, without its fraction. Exact to the last digit where it has none.
    pub fn as_whole(self) -> Option<u64> {
        let nearest = || self.as_number().filter(|number| *number >= 0.0).map(|number| number as u64);
        text::number(self.0).or_else(nearest)
    }

    /// The value as a truth value.
    pub fn as_bool(self) -> Option<bool> {
        match self.0 {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// The elements of an array; none for anything else.
    pub fn elements(self) -> Items<'a> {
        Items(self.0.strip_prefix('[').unwrap_or_default())
    }

    /// The names and the values of an object's members in turn; none for anything else.
    pub fn members(self) -> Items<'a> {
        Items(self.0.strip_prefix('{').unwrap_or_default())
    }

    /// What stands between the quotes of a string.
    fn literal(self) -> Option<&'a str> {
        self.0.strip_prefix('"')?.strip_suffix('"')
    }
}

/// The values between two brackets: what comes after the opening one, or after an item and the separator behind it.
pub(crate) struct Items<'a>(&'a str);

impl<'a> Iterator for Items<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        let item = scan::take(&mut self.0)?; // the closing bracket is none
        self.0 = self.0.get(1..)?;
        Some(Value(item))
    }
}

/// Takes what follows a backslash, and gives what it stands for.
fn escaped(rest: &mut &str) -> Option<char> {
    let (escape, after) = rest.split_at_checked(1)?;
    *rest = after;
    Some(match escape {
        "b" => '\u{8}',
        "f" => '\u{c}',
        "n" => '\n',
        "r" => '\r',
        "t" => '\t',
        "u" => return code_point(rest),
        itself => itself.chars().next()?,
    })
}

/// What follows `\u`. A lone surrogate becomes U+FFFD: a cut emoji in a server's text must not spoil its answer.
fn code_point(rest: &mut &str) -> Option<char> {
    let first = code_unit(rest)?;
    if (0xd800..0xdc00).contains(&first)
        && let Some(mut after) = rest.strip_prefix("\\u")
        && let Some(second @ 0xdc00..0xe000) = code_unit(&mut after)
    {
        *rest = after;
        return char::from_u32(((first & 0x3ff) << 10 | (second & 0x3ff)).wrapping_add(0x1_0000));
    }
    Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
}

fn code_unit(rest: &mut &str) -> Option<u32> {
    let (digits, after) = rest.split_at_checked(4)?;
    *rest = after;
    let mut unit = 0;
    for digit in digits.bytes() {
        unit = unit << 4 | char::from(digit).to_digit(16)?;
    }
    Some(unit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value as Reference;

    use super::*;

    fn same(ours: Value<'_>, theirs: &Reference) -> bool {
        match theirs {
            Reference::Null => ours.raw() == "null",
            Reference::Bool(flag) => ours.as_bool() == Some(*flag),
            Reference::Number(number) => ours.as_number() == number.as_f64(),
            Reference::String(text) => ours.as_str().as_ref() == Some(text) && ours.is(text),
            Reference::Array(elements) => {
                ours.elements().count() == elements.len()
                    && ours.elements().zip(elements).all(|(ours, theirs)| same(ours, theirs))
            }
            Reference::Object(members) => {
                let names: Vec<_> = ours.members().step_by(2).collect();
                ours.is_object()
                    && names.iter().all(|name| members.contains_key(&name.as_str().unwrap()))
                    && members.iter().all(|(key, value)| match ours.get(key) {
                        Some(ours) => same(ours, value),
                        None => value.is_null() && names.iter().any(|name| name.is(key)),
                    })
            }
        }
    }

    #[test]
    fn members_are_found_by_name_and_null_is_absent() {
        let json = Value::parse(r#" { "a" : "x" ,"n":null,"i":3.5,"list":["y"],"o":{"b":true}} "#).unwrap();
        assert_eq!(json.str("a").as_deref(), Some("x"));
        assert!(json.get("n").is_none() && json.get("none").is_none());
        assert_eq!((json.number("i"), json.whole("i"), json.str("i")), (Some(3.5), Some(3), None));
        assert_eq!(json.get("list").unwrap().elements().map(Value::raw).collect::<Vec<_>>(), ["\"y\""]);
        assert_eq!(json.get("o").and_then(|o| o.get("b")?.as_bool()), Some(true));
        assert!(json.raw().starts_with('{') && json.raw().ends_with('}'));
    }

    #[test]
    fn a_name_is_its_text_however_it_is_written_and_the_last_of_the_same_counts() {
        let json = Value::parse(r#"{"co\u0064e":1,"\\n":2,"code":null,"n":3,"n":4}"#).unwrap();
        assert_eq!((json.number("code"), json.number("\\n"), json.number("n")), (None, Some(2.0), Some(4.0)));
        assert_eq!(json.number("co\\u0064e"), None);
    }

    #[test]
    fn whole_numbers_keep_all_their_digits() {
        let whole = |text: &str| Value::parse(text).unwrap().as_whole();
        assert_eq!(
            (whole("9007199254740993"), whole("7200.9"), whole("2e3")),
            (Some((1 << 53) + 1), Some(7200), Some(2000))
        );
        assert_eq!((whole("-1"), whole("\"7\""), whole("1e99")), (None, None, Some(u64::MAX)));
    }

    #[test]
    fn depth_is_limited() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(Value::parse(&nested(64)).is_some());
        assert!(Value::parse(&nested(65)).is_none());
        assert!(Value::parse(&nested(100_000)).is_none());
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for bad in ["01", "-01", "1.", ".5", "+1", "-", "1e", "1e+", "1.e1", "0x1", "Infinity", "NaN", "1_000"] {
            assert!(Value::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn escapes_are_read_and_a_cut_emoji_is_replaced() {
        let read = |text: &str| Value::parse(text).and_then(Value::as_str);
        assert_eq!(read(r#""\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00""#).as_deref(), Some("\"\\/\u{8}\u{c}\n\r\tAé😀"));
        for lone in [r"\ud83d", r"\ude00", r"\ud83d\u0041", r"\ud83dx"] {
            let text = read(&format!("\"{lone}\"")).unwrap();
            assert!(text.starts_with('\u{fffd}'), "{lone}");
            assert_eq!(text.ends_with(['A', 'x']), lone.len() > 6, "{lone}");
        }
        for bad in [r#""\x""#, r#""\u12""#, r#""\u12é4""#, r#""\u+123""#, "\"a\nb\"", "\"open", r#""\"#, r#""\""#] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_string_is_in_a_buffer_that_never_moved() {
        let text = Value::parse(r#""pa\"ss\u00e9\ud83d\ude00word""#).unwrap();
        assert_eq!(text.as_str().unwrap().capacity(), text.raw().len() - 2);
    }

    /// Texts that are JSON, or nearly.
    fn almost_json() -> impl Strategy<Value = String> {
        let token = prop::sample::select(vec![
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"a\"",
            "\"\\n\"",
            "\"\\u0061\":",
            "1",
            "-0.5e1",
            "true",
            "false",
            "null",
            " ",
            "\n",
            "\u{c}",
            "\"",
            "\\",
            "é",
        ]);
        prop::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat())
    }

    /// JSON of all kinds, with blanks where they may be.
    fn json() -> impl Strategy<Value = String> {
        let string = "(\\w|\\\\[\"\\\\/bfnrt]|\\\\u00[0-7][0-9A-Fa-f]){0,4}".prop_map(|inside| format!("\"{inside}\""));
        let leaf = prop_oneof![Just("null".to_owned()), Just("true".to_owned()), "-?[1-9][0-9]{0,9}", string.clone()];
        leaf.prop_recursive(4, 24, 4, move |inner| {
            let list = prop::collection::vec(inner.clone(), 0..4).prop_map(|list| format!("[ {}\t]", list.join(" ,")));
            let member = (string.clone(), inner).prop_map(|(name, value)| format!("{name} :{value}\n"));
            prop_oneof![list, prop::collection::vec(member, 0..4).prop_map(|list| format!("{{{}}}", list.join(", ")))]
        })
    }

    proptest! {
        #[test]
        fn what_the_reference_takes_we_take_as_the_same(text in prop_oneof![almost_json(), json()]) {
            let theirs: Result<Reference, _> = serde_json::from_str(&text);
            match (Value::parse(&text), theirs) {
                (Some(ours), Ok(theirs)) => prop_assert!(same(ours, &theirs), "{text}"),
                (ours, theirs) => prop_assert_eq!(ours.is_some(), theirs.is_ok(), "{}", text),
            }
        }

        #[test]
        fn no_text_is_too_odd(text in ".*") {
            let ours = Value::parse(&text).is_some();
            prop_assert_eq!(ours, serde_json::from_str::<Reference>(&text).is_ok());
        }
    }
}
