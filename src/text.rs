//! Small work on text that the standard library does at a price in wasm.

/// `str::contains` without the two-way search behind it, which is 3 kB of wasm for texts of a line.
pub(crate) fn contains(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window == part.as_bytes())
}

/// Enough of a server's text for a person to read: 500 bytes, to the character.
pub(crate) fn shorten(text: &str) -> String {
    let end = (0..=500).rev().find(|end| text.is_char_boundary(*end) || *end >= text.len());
    text.get(..end.unwrap_or(0)).unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn contains_is_the_standard_one(text in "[ab]{0,12}", part in "[ab]{1,4}") {
            prop_assert_eq!(contains(&text, &part), text.contains(&part));
        }

        #[test]
        fn what_is_short_stays_and_the_rest_is_a_prefix(text in ".{0,600}") {
            let short = shorten(&text);
            prop_assert!(text.starts_with(&short) && short.len() <= 500);
            prop_assert_eq!(short.len() == text.len(), text.len() <= 500);
            prop_assert!(text.len() <= 500 || short.len() > 496);
        }
    }
}
