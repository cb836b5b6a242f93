//! Writes JSON.

use super::read::power_of_ten;
use super::{Json, push_string};

pub(super) fn value(out: &mut String, json: &Json) {
    match json {
        Json::Null => out.push_str("null"),
        Json::Bool(true) => out.push_str("true"),
        Json::Bool(false) => out.push_str("false"),
        Json::Number(value) => number(out, *value),
        Json::String(text) => push_string(out, text),
        Json::Array(elements) => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                separate(out, index);
                value(out, element);
            }
            out.push(']');
        }
        Json::Object(members) => {
            out.push('{');
            for (index, (key, member)) in members.iter().enumerate() {
                separate(out, index);
                push_string(out, key);
                out.push(':');
                value(out, member);
            }
            out.push('}');
        }
    }
}

fn separate(out: &mut String, index: usize) {
    if index > 0 {
        out.push(',');
    }
}

/// Appends a number: whole ones by their digits, others as digits with an exponent, such that what reads them gets the same number
/// again. Numbers that need more than 15 digits may come back different in the last bit; [`super::read`] says why.
pub(crate) fn number(out: &mut String, number: f64) {
    const WHOLE: f64 = 9_007_199_254_740_992.0; // 2⁵³
    if !number.is_finite() {
        return out.push_str("null"); // as JSON.stringify has it
    }
    if number < 0.0 {
        out.push('-');
    }
    let (mut value, mut exponent) = (number.abs(), 0i32);
    while value >= WHOLE {
        value /= 10.0;
        exponent = exponent.saturating_add(1);
    }
    while value > 0.0 && value < 1e-7 {
        value *= 1e10;
        exponent = exponent.saturating_sub(10);
    }
    let scaled = |places: u32| (value * power_of_ten(places)).round();
    let is_enough = |places: &u32| scaled(*places) / power_of_ten(*places) == value;
    let fits = |places: &u32| scaled(*places) < WHOLE;
    let fitting = || (0..=22).filter(fits);
    let places = fitting().find(is_enough).or_else(|| fitting().next_back()).unwrap_or(0);
    digits(out, scaled(places) as u64);
    exponent = exponent.saturating_sub_unsigned(places);
    if exponent != 0 {
        out.push('e');
        if exponent < 0 {
            out.push('-');
        }
        digits(out, exponent.unsigned_abs().into());
    }
}

/// Appends a whole number.
fn digits(out: &mut String, number: u64) {
    if number > 9 {
        digits(out, number / 10);
    }
    out.push(char::from_digit((number % 10) as u32, 10).unwrap_or('0'));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(value: f64) -> String {
        let mut text = String::new();
        number(&mut text, value);
        text
    }

    #[test]
    fn a_number_is_written_short_and_comes_back_the_same() {
        for (value, text) in [
            (0.0, "0"),
            (-17.0, "-17"),
            (1_764_350_000_000.0, "1764350000000"),
            (0.1, "1e-1"),
            (-2.5, "-25e-1"),
            (1e15, "1000000000000000"),
            (-245_944_523_781_296.66, "-2459445237812967e-1"),
        ] {
            assert_eq!(written(value), text);
        }
        assert_eq!(written(f64::NAN), "null");
    }

    #[test]
    fn everything_is_written_as_the_reference_reads_it() {
        let text = r#"{"a":[1,-2.5,"x\"\\\n",null,true,false,{}],"é":{"":[]}}"#;
        let json = Json::parse(text).unwrap();
        let mut again = String::new();
        value(&mut again, &json);
        let (one, other): (serde_json::Value, serde_json::Value) =
            (serde_json::from_str(text).unwrap(), serde_json::from_str(&again).unwrap());
        assert_eq!(one, other);
        assert_eq!(Json::parse(&again), Some(json));
    }

    proptest! {
        #[test]
        fn what_has_few_digits_comes_back_exactly(digits in -1_000_000_000_000_000i64..1_000_000_000_000_000, places in 0i32..=15) {
            let value: f64 = format!("{digits}e-{places}").parse().unwrap();
            prop_assert_eq!(written(value).parse::<f64>().unwrap(), value);
            prop_assert_eq!(Json::parse(&written(value)), Some(Json::Number(value)));
        }

        #[test]
        fn anything_else_comes_back_nearly(value in any::<f64>().prop_filter("normal", |value| value.is_normal())) {
            let again: f64 = written(value).parse().unwrap();
            prop_assert!((again - value).abs() <= value.abs() * 1e-13, "{value:e} {again:e}");
        }
    }
}
