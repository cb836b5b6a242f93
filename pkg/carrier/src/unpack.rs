//! From text to wasm.

use core::sync::atomic::{AtomicU8, Ordering::Relaxed};

use crate::alphabet::{self, ANNOUNCER, FIRST, FREQUENT, ZERO};
use crate::walk;

/// How many bytes the memory has. [`crate::pack`] refuses what does not fit.
pub const SIZE: usize = 1 << 20;
/// Where the sorted bytes are between the two steps.
pub(crate) const SORTED_AT: usize = SIZE / 4;
/// Where the wasm is found.
pub const WASM_AT: usize = SIZE / 2;

/// All that is read and written. Atomic because a static must be, in one thread that costs nothing.
pub type Memory = [AtomicU8; SIZE];

/// Unpacks the text at the beginning of the memory; answers how long the wasm at [`WASM_AT`] is.
///
/// What [`crate::pack`] did not write gives nonsense; it is asked for no check, for the two are built together.
pub fn unpack(memory: &Memory) -> usize {
    let mut text = Text { memory, at: 0 };
    let (before, functions) = (text.number(), text.number());

    // Where the next byte of each stream is; the frame comes before them.
    let frame = text.number();
    let mut positions = [0usize; 256];
    let mut begin = SORTED_AT.wrapping_add(frame);
    for _ in 0..text.number() {
        positions[usize::from(text.plain())] = begin;
        begin = begin.wrapping_add(text.number());
    }
    let mut sorted = SORTED_AT;
    for _ in 0..PARTS {
        sorted = text.part(sorted);
    }

    let mut end = copy(memory, SORTED_AT, before, WASM_AT);
    for _ in 0..functions {
        end = function(memory, &mut positions, end);
    }
    copy(memory, SORTED_AT.wrapping_add(before), frame.wrapping_sub(before), end).wrapping_sub(WASM_AT)
}

/// What has a table of its own: the frame, the opcodes, all other streams.
pub(crate) const PARTS: usize = 3;

/// Writes one function behind `begin`, and in front of it its size in LEB128; answers where it ends.
fn function(memory: &Memory, positions: &mut [usize; 256], begin: usize) -> usize {
    let body = begin.wrapping_add(SIZE_OF_SIZE);
    let mut end = body;
    walk::function(|stream| {
        let position = &mut positions[usize::from(stream)];
        let byte = get(memory, *position);
        *position = position.wrapping_add(1);
        put(memory, end, byte);
        end = end.wrapping_add(1);
        byte
    });
    let size = end.wrapping_sub(body);
    if size < 128 {
        put(memory, begin, size as u8);
        return copy(memory, body, size, begin.wrapping_add(1));
    }
    put(memory, begin, size as u8 | 128);
    put(memory, begin.wrapping_add(1), (size >> 7) as u8);
    end
}

/// How many bytes most sizes have. A smaller function is moved down by one; larger ones [`crate::pack`] refuses.
pub(crate) const SIZE_OF_SIZE: usize = 2;

/// A reader of the text. What it reads by itself is little: it is kept out of line, where the bytes are what counts.
struct Text<'a> {
    memory: &'a Memory,
    at: usize,
}

impl Text<'_> {
    fn next(&mut self) -> u8 {
        let character = get(self.memory, self.at);
        self.at = self.at.wrapping_add(1);
        character
    }

    /// A byte as two characters.
    #[inline(never)]
    fn plain(&mut self) -> u8 {
        let high = self.next().wrapping_sub(ZERO).wrapping_mul(16);
        high | self.next().wrapping_sub(ZERO)
    }

    /// A number in LEB128, in such bytes.
    #[inline(never)]
    fn number(&mut self) -> usize {
        walk::integer(&mut |_| self.plain(), 0) as usize
    }

    /// A part: how long it is, its frequent bytes, and then its text. Answers where it ended.
    fn part(&mut self, mut to: usize) -> usize {
        let end = to.wrapping_add(self.number());
        let meanings = self.meanings();
        let mut at = self.at;
        while to < end {
            let mut index = usize::from(get(self.memory, at));
            at = at.wrapping_add(1);
            if index >= ANNOUNCER {
                index = index.wrapping_sub(ANNOUNCER - 1).wrapping_mul(128) | usize::from(get(self.memory, at));
                at = at.wrapping_add(1);
            }
            put(self.memory, to, meanings[index % 512]);
            to = to.wrapping_add(1);
        }
        self.at = at;
        to
    }

    /// What each character stands for: by itself, behind the first announcer (from 128 on), behind the second (from 256 on).
    fn meanings(&mut self) -> [u8; 512] {
        let (mut meanings, mut is_frequent) = ([0; 512], [false; 256]);
        let mut place = FIRST;
        let mut means = |byte| {
            meanings[place % 512] = byte;
            place = alphabet::after(place);
        };
        for _ in 0..FREQUENT {
            let byte = self.plain();
            is_frequent[usize::from(byte)] = true;
            means(byte);
        }
        (0..=255).filter(|byte| !is_frequent[usize::from(*byte)]).for_each(means);
        meanings
    }
}

fn get(memory: &Memory, at: usize) -> u8 {
    memory[at % SIZE].load(Relaxed)
}

fn put(memory: &Memory, at: usize, byte: u8) {
    memory[at % SIZE].store(byte, Relaxed);
}

/// Copies down or to elsewhere, never up into itself; answers where the copy ends.
#[inline(never)]
fn copy(memory: &Memory, from: usize, length: usize, to: usize) -> usize {
    for offset in 0..length {
        put(memory, to.wrapping_add(offset), get(memory, from.wrapping_add(offset)));
    }
    to.wrapping_add(length)
}
