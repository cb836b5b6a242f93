//! Carries a wasm inside a JavaScript string, so that it costs as little to load as can be.
//!
//! Two things stand in the way of gzip and brotli. base64 cuts bytes into six-bit pieces and hides their repetitions; so
//! [`alphabet`] writes a byte as one character where it can. And in WebAssembly opcodes and their operands alternate, where
//! neither is a good guess for the other; so [`walk`] sorts them into streams of like bytes, which come one after the other.
//! What can be counted again, a function's size, is left out. For the core of 182 kB that makes, in brotli:
//!
//! | | kB |
//! |---|---:|
//! | the bare wasm | 65.9 |
//! | base64 | 89 |
//! | its bytes as text | 67.3 |
//! | its streams as text | 60.0 |
//!
//! [`pack`] runs when the package is built. [`unpack`] runs in the page, as a wasm of its own of 2 kB. There a browser's
//! baseline compiler translates it instruction by instruction, so what counts is how few there are to a byte: it takes 3 ms,
//! where the same in JavaScript, not yet compiled, takes 13.
//!
//! One block of memory serves for all: JavaScript writes the text to its beginning and finds the wasm in its second half.

#![cfg_attr(all(target_arch = "wasm32", not(test)), no_std)]
#![deny(missing_docs)]

mod alphabet;
#[cfg(not(target_arch = "wasm32"))]
mod pack;
mod page;
mod unpack;
mod walk;

#[cfg(not(target_arch = "wasm32"))]
pub use pack::{PackError, pack};
pub use unpack::{Memory, SIZE, WASM_AT, unpack};
