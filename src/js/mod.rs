//! The door for JavaScript: what the npm package's driver (`pkg/src/driver/`) calls. An event goes in as JSON, the effects that
//! follow from it come out as JSON.
//!
//! Nothing but numbers crosses the border of the wasm. The driver writes an event to where [`room`] says, and reads and wipes
//! the effects where [`step`] says: so there is no copy of a password that nobody can reach, and wasm-bindgen has nothing to
//! convert, which would cost 1.2 kB (brotli).
//!
//! Each client has an instance of the wasm for itself, so a trap ends one client and no other. The driver has parsed and checked
//! everything that is not its own; what is read here it has written itself.

mod allocator;
mod calls;
mod door;
mod effects;
mod events;
mod read;
mod settings;
#[cfg(test)]
mod transcript;

use std::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::js::door::Door;

thread_local! {
    static DOOR: RefCell<Door> = RefCell::default();
}

/// Makes room for an event of so many bytes of UTF-8, and returns where it is.
#[wasm_bindgen]
pub fn room(length: usize) -> *mut u8 {
    DOOR.with_borrow_mut(|door| door.room(length))
}

/// Takes the event, at this time in milliseconds since 1970. Returns where its effects are.
#[wasm_bindgen]
pub fn step(now_ms: f64) -> *const u8 {
    DOOR.with_borrow_mut(|door| door.step(now_ms as u64))
}

/// How many bytes the effects take.
#[wasm_bindgen]
pub fn length() -> usize {
    DOOR.with_borrow(Door::length)
}
