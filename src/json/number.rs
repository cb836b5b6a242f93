//! The numbers of JSON. Every one is a double, as in JavaScript.

use crate::text::split_once;

/// The number that a literal is. To the last bit for up to 15 digits, and some more, with an exponent of up to 22 (Clinger, How to
/// read floating point numbers accurately, 1990); beyond, which no site's answer ever is, the last bit may differ. What is exact for
/// all costs a table of 10 kB.
pub(super) fn read(literal: &str) -> f64 {
    const ROOM: u64 = 1_000_000_000_000_000_000;
    let at_exponent = split_once(literal, b'e').or_else(|| split_once(literal, b'E'));
    let (mantissa, mut exponent) = at_exponent.map_or((literal, 0), |(mantissa, digits)| (mantissa, whole(digits)));
    let (mut digits, mut is_fraction) = (0u64, false);
    for byte in mantissa.bytes() {
        match byte {
            b'-' => {}
            b'.' => is_fraction = true,
            digit => {
                let fits = digits < ROOM;
                if fits {
                    digits = digits.wrapping_mul(10).wrapping_add(u64::from(digit & 0xf));
                }
                // A digit that is taken moves the point if it stands behind it, one that is left out if it stands before it.
                exponent = exponent.saturating_add(i32::from(!fits)).saturating_sub(i32::from(is_fraction));
            }
        }
    }
    let mut value = digits as f64;
    while exponent != 0 && value != 0.0 && value.is_finite() {
        let step = exponent.clamp(-22, 22);
        exponent = exponent.saturating_sub(step);
        let power = power_of_ten(step.unsigned_abs());
        value = if step < 0 { value / power } else { value * power };
    }
    if literal.starts_with('-') { -value } else { value }
}

/// An exponent. One that does not fit is the largest that does: a mantissa never has so many digits that it would matter.
fn whole(literal: &str) -> i32 {
    let mut number = 0i32;
    for byte in literal.bytes().filter(u8::is_ascii_digit) {
        number = number.saturating_mul(10).saturating_add(i32::from(byte & 0xf));
    }
    if literal.starts_with('-') { number.wrapping_neg() } else { number }
}

/// Exact up to 22.
fn power_of_ten(exponent: u32) -> f64 {
    (0..exponent).fold(1.0, |power, _| power * 10.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_exponent_counts_in_full_beside_however_many_digits() {
        let digits = "9".repeat(500);
        for (exponent, value) in [("-3240", 0.0), ("-1000000000000", 0.0), ("3240", f64::INFINITY), ("-999", 0.0)] {
            assert_eq!(read(&format!("{digits}e{exponent}")), value, "{exponent}");
            assert_eq!(read(&format!("0.{digits}e{exponent}")), value, "{exponent}");
        }
        assert!((read(&format!("{digits}e-500")) - 1.0).abs() < 1e-12);
        assert!((read(&format!("0.{}1e501", "0".repeat(500))) - 1.0).abs() < 1e-12);
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
            assert_eq!(read(text).to_bits(), standard.to_bits(), "{text}");
        }
        assert_eq!((read("1e-999999999999"), read("-1e999999999999")), (0.0, f64::NEG_INFINITY));
    }

    proptest! {
        #[test]
        fn a_number_with_few_digits_is_exact(digits in 0u64..1_000_000_000_000_000, exponent in -22i32..=22) {
            let text = format!("{digits}e{exponent}");
            prop_assert_eq!(read(&text), text.parse::<f64>().unwrap());
        }

        #[test]
        fn any_other_number_is_off_by_next_to_nothing(number in any::<f64>().prop_filter("finite", |number| number.is_finite())) {
            for text in [format!("{number:e}"), number.to_string()] {
                let read = read(&text);
                prop_assert!((read - number).abs() <= number.abs() * 1e-14 || number.abs() < 1e-300, "{text} {read:e}");
            }
        }
    }
}
