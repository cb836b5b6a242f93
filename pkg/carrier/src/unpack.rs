//! From text to wasm.

use core::sync::atomic::{AtomicU8, Ordering::Relaxed};

use crate::alphabet::{FREQUENT, LETTERS, rank};
use crate::walk::{self, Stream};

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

    let mut end = WASM_AT;
    copy(memory, SORTED_AT, before, &mut end);
    for _ in 0..functions {
        function(memory, &mut positions, &mut end);
    }
    copy(memory, SORTED_AT.wrapping_add(before), frame.wrapping_sub(before), &mut end);
    end.wrapping_sub(WASM_AT)
}

/// What has a table of its own: the frame, the opcodes, all other streams.
pub(crate) const PARTS: usize = 3;

/// Writes one function, and in front of it its size in LEB128.
fn function(memory: &Memory, positions: &mut [usize; 256], end: &mut usize) {
    let start = *end;
    let mut body = start.wrapping_add(LONGEST_SIZE);
    walk::function(&mut |stream: Stream| {
        let position = &mut positions[usize::from(stream)];
        let byte = get(memory, *position);
        *position = position.wrapping_add(1);
        put(memory, &mut body, byte);
        byte
    });
    let begin = start.wrapping_add(LONGEST_SIZE);
    let length = body.wrapping_sub(begin);
    let mut size = length;
    while size > 127 {
        put(memory, end, size as u8 | 128);
        size >>= 7;
    }
    put(memory, end, size as u8);
    copy(memory, begin, length, end);
}

/// The body is written behind the longest size there is, and then moved down to its own.
const LONGEST_SIZE: usize = 5;

/// A reader of the text.
struct Text<'a> {
    memory: &'a Memory,
    at: usize,
}

impl Text<'_> {
    fn rank(&mut self) -> u8 {
        let character = get(self.memory, self.at);
        self.at = self.at.wrapping_add(1);
        rank(character)
    }

    /// A byte as two characters.
    fn plain(&mut self) -> u8 {
        self.rank().wrapping_mul(16) | self.rank()
    }

    /// A number in LEB128, in such bytes.
    fn number(&mut self) -> usize {
        walk::integer(&mut |_| self.plain(), 0) as usize
    }

    /// A part: how long it is, its frequent bytes, and then its text. Answers where it ended.
    fn part(&mut self, mut to: usize) -> usize {
        let end = to.wrapping_add(self.number());
        let (mut table, mut is_frequent, mut known) = ([0u8; 256], [false; 256], 0u8);
        while known < FREQUENT {
            let byte = self.plain();
            is_frequent[usize::from(byte)] = true;
            table[usize::from(known)] = byte;
            known = known.wrapping_add(1);
        }
        for byte in 0..=255u8 {
            if !is_frequent[usize::from(byte)] {
                table[usize::from(known)] = byte;
                known = known.wrapping_add(1);
            }
        }
        while to < end {
            let mut index = self.rank();
            if index >= FREQUENT {
                let announced = index.wrapping_sub(FREQUENT).wrapping_mul(LETTERS).wrapping_add(self.rank());
                index = announced.wrapping_add(FREQUENT);
            }
            put(self.memory, &mut to, table[usize::from(index)]);
        }
        to
    }
}

fn get(memory: &Memory, at: usize) -> u8 {
    memory[at % SIZE].load(Relaxed)
}

fn put(memory: &Memory, at: &mut usize, byte: u8) {
    memory[*at % SIZE].store(byte, Relaxed);
    *at = at.wrapping_add(1);
}

/// Copies down or to elsewhere, never up into itself.
fn copy(memory: &Memory, from: usize, length: usize, to: &mut usize) {
    for offset in 0..length {
        put(memory, to, get(memory, from.wrapping_add(offset)));
    }
}
