//! Bytes as text.
//!
//! The alphabet is printable ASCII without quotes, backtick, backslash and dollar, so that no minifier escapes anything: 90
//! characters. The first 88 stand for the most frequent bytes; the last two announce one of the 168 others, which is the
//! next character: 90 of them follow the first announcer, 78 the second.

/// How many bytes have a character of their own.
pub const FREQUENT: usize = 88;
/// The place of the first one. A place is a character, and 128 more behind the first announcer, 256 behind the second.
pub const FIRST: usize = b' ' as usize;
/// The first announcer.
pub const ANNOUNCER: usize = b'}' as usize;
/// What a byte is written with that is not worth a table: two of the sixteen characters from here on.
pub const ZERO: u8 = b'a';

/// The place after this one.
pub fn after(place: usize) -> usize {
    const LAST: usize = ANNOUNCER - 1;
    match place {
        LAST => 128 + FIRST,
        0xfe => 256 + FIRST,
        _ => match place as u8 & 127 {
            b'!' | b'#' | b'&' | b'[' | b'_' => place.wrapping_add(2), // what comes next is left out
            _ => place.wrapping_add(1),
        },
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub use writing::*;

#[cfg(not(target_arch = "wasm32"))]
mod writing {
    use std::iter::successors;

    use super::{ANNOUNCER, FIRST, FREQUENT, ZERO, after};

    fn places() -> impl Iterator<Item = usize> {
        successors(Some(FIRST), |place| Some(after(*place)))
    }

    /// A byte as two characters.
    pub fn write_plain(byte: u8, text: &mut String) {
        text.extend([byte / 16, byte % 16].map(|half| char::from(ZERO + half)));
    }

    /// Which bytes get one character, in the alphabet's order, and then all the others. A byte that is such a character by
    /// itself stands for itself: where the wasm holds text, brotli still sees text.
    pub fn table(bytes: &[u8]) -> Vec<u8> {
        let mut counts = [0u32; 256];
        bytes.iter().for_each(|byte| counts[usize::from(*byte)] += 1);
        let mut by_frequency: Vec<u8> = (0..=255).collect();
        by_frequency.sort_by_key(|byte| std::cmp::Reverse(counts[usize::from(*byte)]));
        let (top, rare) = by_frequency.split_at(FREQUENT);
        let own: Vec<u8> = places().take(FREQUENT).map(|place| place as u8).collect();
        let mut strangers = top.iter().filter(|byte| !own.contains(byte));
        let stands_for =
            |own: &u8| if top.contains(own) { *own } else { *strangers.next().expect("as many as are left") };
        let mut table: Vec<u8> = own.iter().map(stands_for).collect();
        table.extend(rare);
        table[FREQUENT..].sort_unstable();
        table
    }

    /// The bytes by that table.
    pub fn write(bytes: &[u8], table: &[u8], text: &mut String) {
        let places: Vec<usize> = places().take(table.len()).collect();
        for byte in bytes {
            let index = table.iter().position(|known| known == byte).expect("the table has every byte");
            let (row, character) = (places[index] / 128, places[index] % 128);
            let announcer = row.checked_sub(1).map(|row| ANNOUNCER + row);
            text.extend(announcer.into_iter().chain([character]).map(|place| char::from(place as u8)));
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn every_byte_has_a_place_of_its_own() {
            let all: Vec<u8> = (0..=255).collect();
            let mut text = String::new();
            write(&all, &all, &mut text);
            let (alone, announced) = text.split_at(FREQUENT);
            assert!(text.bytes().all(|byte| (b' '..=b'~').contains(&byte) && !b"\"'`$\\".contains(&byte)), "{text}");
            assert!(alone.bytes().is_sorted_by(|a, b| a < b) && !alone.contains(['}', '~']), "{alone}");
            assert_eq!(announced.len(), 2 * (256 - FREQUENT));
            assert!(announced.as_bytes().chunks(2).is_sorted_by(|a, b| a < b), "{announced}");
        }
    }
}
