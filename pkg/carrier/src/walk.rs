//! A walk through the code of one function: which byte is of which stream. The same for sorting and for joining.
//!
//! Only what compiled Rust is made of is known here; should another instruction ever turn up, the build fails at its round
//! trip. WebAssembly core specification, 5.4 (instructions) and 5.5.13 (code section).

/// A stream has the number of the opcode whose operands it holds. Those below have the numbers of opcodes that have none.
pub type Stream = u8;
/// All opcodes.
pub const OPCODES: Stream = 0x00;
/// The local variables of each function.
const LOCALS: Stream = 0x06;
const LOAD_OFFSETS: Stream = 0x07;
const STORE_OFFSETS: Stream = 0x08;

/// Goes through one function. `next` is asked for each byte and told its stream.
#[inline(always)] // where `next` keeps its places in variables
pub fn function(mut next: impl FnMut(Stream) -> u8) {
    let mut depth = 1u32;
    let groups = integer(&mut next, LOCALS);
    let (mut stream, mut integers) = (LOCALS, groups.wrapping_mul(2)); // of a count and a type
    loop {
        while integers > 0 {
            if next(stream) < 128 {
                integers = integers.wrapping_sub(1);
            }
        }
        if depth == 0 {
            return;
        }
        let opcode = next(OPCODES);
        (stream, integers) = (opcode, 0);
        match opcode {
            0x0b => depth = depth.wrapping_sub(1), // end
            0x02..=0x04 => {
                depth = depth.wrapping_add(1); // block, loop, if
                integers = 1;
            }
            // br … call, variables, tables, constants
            0x0c | 0x0d | 0x10 | 0x20..=0x26 | 0x3f..=0x42 | 0xd0 | 0xd2 => integers = 1,
            0x0e => integers = integer(&mut next, opcode).wrapping_add(1), // br_table
            0x11 => integers = 2,                                          // call_indirect
            0x28..=0x3e => {
                next(opcode); // the alignment, nearly always the same after one opcode
                (stream, integers) = (if opcode < 0x36 { LOAD_OFFSETS } else { STORE_OFFSETS }, 1);
            }
            0x44 => (0..8).for_each(|_| _ = next(opcode)), // f64.const
            0xfc => {
                integers = match next(opcode) {
                    0..=7 => 0,            // conversions
                    8 | 10 | 12 | 14 => 2, // memory.init and .copy, table.init and .copy
                    _ => 1,
                }
            }
            _ => {}
        }
    }
}

/// An integer in LEB128. One that is longer than the answer only passes through.
pub fn integer(next: &mut impl FnMut(Stream) -> u8, stream: Stream) -> u32 {
    let (mut value, mut shift) = (0, 0);
    loop {
        let byte = next(stream);
        value |= u32::from(byte & 127).wrapping_shl(shift);
        shift += 7;
        if byte < 128 {
            return value;
        }
    }
}
