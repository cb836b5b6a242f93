//! Bytes as text.
//!
//! The alphabet is printable ASCII without quotes, backtick, backslash and dollar, so that no minifier escapes anything: 90
//! characters. The first 88 stand for the most frequent bytes; the last two announce one of the 168 others, which is the
//! next character: 90 of them follow the first announcer, 78 the second.

/// How many characters there are.
pub const LETTERS: u8 = 90;
/// How many of them are bytes by themselves.
pub const FREQUENT: u8 = 88;

/// The place in the alphabet.
pub fn rank(character: u8) -> u8 {
    // What is left out comes before it.
    let skipped = match character {
        ..=b'!' => 0,
        b'"'..=b'#' => 1,
        b'$'..=b'&' => 2,
        b'\''..=b'[' => 3,
        b'\\'..=b'_' => 4,
        _ => 5,
    };
    character.wrapping_sub(b' ').wrapping_sub(skipped)
}

#[cfg(not(target_arch = "wasm32"))]
pub use writing::*;

#[cfg(not(target_arch = "wasm32"))]
mod writing {
    use super::{FREQUENT, LETTERS};

    /// The character in that place.
    pub fn letter(rank: u8) -> char {
        let mut letters = (b' '..=b'~').map(char::from).filter(|letter| !"\"'`$\\".contains(*letter));
        letters.nth(rank.into()).expect("a rank is below 90")
    }

    /// A byte as two characters, for what is not worth a table.
    pub fn write_plain(byte: u8, text: &mut String) {
        text.push(letter(byte / 16));
        text.push(letter(byte % 16));
    }

    /// Which bytes get one character, in the alphabet's order, and then all the others. A byte that is such a character by
    /// itself stands for itself: where the wasm holds text, brotli still sees text.
    pub fn table(bytes: &[u8]) -> Vec<u8> {
        let mut counts = [0u32; 256];
        bytes.iter().for_each(|byte| counts[usize::from(*byte)] += 1);
        let mut by_frequency: Vec<u8> = (0..=255).collect();
        by_frequency.sort_by_key(|byte| std::cmp::Reverse(counts[usize::from(*byte)]));
        let (top, rare) = by_frequency.split_at(FREQUENT.into());
        let own: Vec<u8> = (0..FREQUENT).map(|rank| letter(rank) as u8).collect();
        let mut strangers = top.iter().filter(|byte| !own.contains(byte));
        let stands_for =
            |own: &u8| if top.contains(own) { *own } else { *strangers.next().expect("as many as are left") };
        let mut table: Vec<u8> = own.iter().map(stands_for).collect();
        table.extend(rare);
        table[FREQUENT.into()..].sort_unstable();
        table
    }

    /// The bytes by that table.
    pub fn write(bytes: &[u8], table: &[u8], text: &mut String) {
        for byte in bytes {
            let index = table.iter().position(|known| known == byte).expect("the table has every byte") as u8;
            match index.checked_sub(FREQUENT) {
                None => text.push(letter(index)),
                Some(rare) => text.extend([letter(FREQUENT + rare / LETTERS), letter(rare % LETTERS)]),
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crate::alphabet::rank;

        #[test]
        fn every_letter_has_its_rank() {
            for place in 0..LETTERS {
                assert_eq!(rank(letter(place) as u8), place);
            }
        }
    }
}
