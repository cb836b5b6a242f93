//! The unpacker as the page sees it: a memory, where to write the text, and what to call then.
#![cfg(target_arch = "wasm32")]
#![allow(unsafe_code)] // Only the attributes are: they name what is exported.

use core::sync::atomic::AtomicU8;

use crate::unpack::{self, Memory, SIZE, WASM_AT};

static MEMORY: Memory = [const { AtomicU8::new(0) }; SIZE];

/// The address that the text is to be written to.
#[unsafe(no_mangle)]
extern "C" fn text() -> *const Memory {
    &MEMORY
}

/// Unpacks it; answers the address where the wasm ends.
#[unsafe(no_mangle)]
extern "C" fn unpack() -> *const AtomicU8 {
    let end = WASM_AT.wrapping_add(unpack::unpack(&MEMORY));
    &MEMORY[end % SIZE]
}

#[panic_handler]
fn panicked(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
