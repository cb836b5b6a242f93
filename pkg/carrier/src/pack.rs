//! From wasm to text.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

use crate::alphabet::{FREQUENT, table, write, write_plain};
use crate::unpack::{Memory, PARTS, SIZE, SIZE_OF_SIZE, SORTED_AT, WASM_AT, unpack};
use crate::walk::{self, OPCODES, Stream};

/// Why a wasm cannot be packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackError {
    /// It has no code section where one must be.
    NoCode,
    /// It is larger than the unpacker's memory, see [`SIZE`], or has a function of 16 kB.
    TooLarge,
    /// It has an instruction that the walk does not know: what comes out again is another wasm.
    UnknownInstruction,
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoCode => "no code section where one must be",
            Self::TooLarge => "too large for the unpacker's memory, or a function of 16 kB",
            Self::UnknownInstruction => "an instruction that the walk does not know",
        })
    }
}

impl std::error::Error for PackError {}

/// The longest function whose size has that many bytes.
const LONGEST: usize = (1 << (7 * SIZE_OF_SIZE)) - 1;

/// The text that [`unpack`] makes this wasm of.
///
/// # Errors
/// What cannot be packed, or would not come out as it went in.
pub fn pack(wasm: &[u8]) -> Result<String, PackError> {
    let (code, functions) = find_code(wasm).ok_or(PackError::NoCode)?;
    let streams = sort(wasm.get(code.clone()).ok_or(PackError::NoCode)?, functions)?;
    let (before, after) = (&wasm[..code.start], &wasm[code.end..]);
    let frame = [before, after].concat();

    let mut text = String::new();
    let mut number = |number: usize| write_number(number, &mut text);
    number(before.len());
    number(functions);
    number(frame.len());
    number(streams.len());
    for (stream, bytes) in &streams {
        write_plain(*stream, &mut text);
        write_number(bytes.len(), &mut text);
    }
    let opcodes = streams.get(&OPCODES).cloned().unwrap_or_default();
    let operands: Vec<u8> = streams.range(OPCODES + 1..).flat_map(|(_, bytes)| bytes).copied().collect();
    let parts: [&[u8]; PARTS] = [&frame, &opcodes, &operands];
    for bytes in parts {
        write_number(bytes.len(), &mut text);
        let table = table(bytes);
        table.iter().take(FREQUENT).for_each(|byte| write_plain(*byte, &mut text));
        write(bytes, &table, &mut text);
    }

    if text.len() > SORTED_AT || wasm.len() > WASM_AT - SORTED_AT {
        return Err(PackError::TooLarge);
    }
    if comes_out_as(&text, wasm) { Ok(text) } else { Err(PackError::UnknownInstruction) }
}

fn comes_out_as(text: &str, wasm: &[u8]) -> bool {
    let memory: Box<[AtomicU8]> = (0..SIZE).map(|at| text.as_bytes().get(at).copied().unwrap_or(0).into()).collect();
    let memory: Box<Memory> = memory.try_into().expect("it has that size");
    let length = unpack(&memory);
    length == wasm.len() && memory[WASM_AT..].iter().zip(wasm).all(|(out, byte)| out.load(Relaxed) == *byte)
}

/// Every byte of the functions in its stream, but for their sizes.
fn sort(code: &[u8], functions: usize) -> Result<BTreeMap<Stream, Vec<u8>>, PackError> {
    let mut streams = BTreeMap::<Stream, Vec<u8>>::new();
    let mut bytes = code.iter().copied();
    for _ in 0..functions {
        let size = walk::integer(&mut |_| bytes.next().unwrap_or(0), 0) as usize;
        if size > LONGEST {
            return Err(PackError::TooLarge);
        }
        let left = bytes.len();
        walk::function(|stream| {
            let byte = bytes.next().unwrap_or(END);
            streams.entry(stream).or_default().push(byte);
            byte
        });
        if left - bytes.len() != size {
            return Err(PackError::UnknownInstruction);
        }
    }
    Ok(streams)
}

/// What a code that ends too early is read as, so that the walk comes to an end.
const END: u8 = 0x0b;

/// Where the functions are, and how many (WebAssembly core specification, 5.5).
fn find_code(wasm: &[u8]) -> Option<(std::ops::Range<usize>, usize)> {
    const HEADER: usize = 8;
    const CODE_SECTION: u8 = 10;
    let mut rest = wasm.get(HEADER..)?;
    while let Some((id, after)) = rest.split_first() {
        rest = after;
        let length = read_number(&mut rest)?;
        let mut content = rest.get(..length)?;
        rest = &rest[length..];
        if *id == CODE_SECTION {
            let end = wasm.len() - rest.len();
            let functions = read_number(&mut content)?;
            return Some((end - content.len()..end, functions));
        }
    }
    None
}

fn read_number(bytes: &mut &[u8]) -> Option<usize> {
    let length = bytes.iter().position(|byte| *byte < 128)? + 1;
    let (number, rest) = bytes.split_at(length);
    *bytes = rest;
    let mut number = number.iter().copied();
    Some(walk::integer(&mut |_| number.next().unwrap_or(0), 0) as usize)
}

/// In LEB128, in plain bytes.
fn write_number(mut number: usize, text: &mut String) {
    while number > 127 {
        write_plain(number as u8 | 128, text);
        number >>= 7;
    }
    write_plain(number as u8, text);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A wasm with these functions; each is its locals and its instructions.
    fn module(functions: &[Vec<u8>]) -> Vec<u8> {
        let mut code = vec![functions.len() as u8];
        for function in functions {
            code.extend(leb(function.len()));
            code.extend(function);
        }
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        wasm.extend([0, 3, 1, b'x', 7]); // a custom section
        wasm.push(10);
        wasm.extend(leb(code.len()));
        wasm.extend(code);
        wasm.extend([11, 1, 0]); // an empty data section
        wasm
    }

    fn leb(mut number: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        while number > 127 {
            bytes.push(number as u8 | 128);
            number >>= 7;
        }
        bytes.push(number as u8);
        bytes
    }

    /// Instructions of each form, `end` left out.
    fn instruction() -> impl Strategy<Value = Vec<u8>> {
        let number = || prop_oneof![0usize..128, 128usize..1 << 20].prop_map(leb);
        let opcode = |opcodes: &'static [u8]| proptest::sample::select(opcodes);
        prop_oneof![
            opcode(&[0x00, 0x01, 0x0f, 0x1a, 0x1b, 0x45, 0x6a, 0xa7, 0xc4, 0xd1]).prop_map(|op| vec![op]),
            (opcode(&[0x0c, 0x10, 0x20, 0x21, 0x23, 0x25, 0x3f, 0x41, 0x42, 0xd0]), number()).prop_map(|(op, n)| [
                vec![op],
                n
            ]
            .concat()),
            (opcode(&[0x28, 0x2d, 0x35, 0x36, 0x3e]), 0u8..4, number())
                .prop_map(|(op, align, n)| [vec![op, align], n].concat()),
            (number(), number()).prop_map(|(a, b)| [vec![0x11], a, b].concat()),
            any::<[u8; 8]>().prop_map(|float| [vec![0x44], float.to_vec()].concat()),
            proptest::collection::vec(number(), 1..5).prop_map(|n| [vec![0x0e], leb(n.len() - 1), n.concat()].concat()),
            (opcode(&[0, 7, 11, 17]), number()).prop_map(|(sub, n)| [
                vec![0xfc, sub],
                if sub > 7 { n } else { vec![] }
            ]
            .concat()),
            (number(), number()).prop_map(|(a, b)| [vec![0xfc, 10], a, b].concat()),
        ]
    }

    fn function() -> impl Strategy<Value = Vec<u8>> {
        proptest::collection::vec(instruction(), 0..300).prop_map(|body| {
            let block = [vec![0x02, 0x40], body.concat(), vec![0x0b]].concat();
            [vec![1, 2, 0x7f], block, vec![0x0b]].concat()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_is_packed_comes_out_again(functions in proptest::collection::vec(function(), 0..5)) {
            // `pack` itself looks, and would fail.
            let text = pack(&module(&functions)).unwrap();
            prop_assert!(text.bytes().all(|byte| (b' '..=b'~').contains(&byte) && !b"\"'`$\\".contains(&byte)));
        }

        #[test]
        fn nothing_is_packed_that_would_come_out_otherwise(mut wasm in function().prop_map(|f| module(&[f])), at: proptest::sample::Index, byte: u8) {
            let at = at.index(wasm.len());
            wasm[at] = byte;
            let _ = pack(&wasm); // no panic, no endless walk
        }
    }

    #[test]
    fn what_cannot_be_packed_says_why() {
        assert_eq!(pack(b""), Err(PackError::NoCode));
        assert_eq!(pack(b"\0asm\x01\0\0\0"), Err(PackError::NoCode));
        let unknown = vec![0, 0xfd, 0x0c, 0x0b]; // a vector instruction
        assert_eq!(pack(&module(&[unknown])), Err(PackError::UnknownInstruction));
        let long = |length| [vec![0], vec![0x01; length], vec![0x0b]].concat();
        assert_eq!(pack(&module(&[long(LONGEST)])), Err(PackError::TooLarge));
        assert_eq!(pack(&module(&vec![long(LONGEST - 2); 20])), Err(PackError::TooLarge));
    }
}
