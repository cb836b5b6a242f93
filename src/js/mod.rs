//! The bindings for JavaScript: what the npm package's driver (`pkg/src/driver/`) calls. An event goes in as JSON, the effects that
//! follow from it come out as JSON.
//!
//! Nothing but numbers crosses the border of the wasm. The driver writes an event to where [`room`] says, and reads and wipes
//! the effects where [`step`] says: so there is no copy of a password that cannot be wiped, and wasm-bindgen has nothing to
//! convert, which would cost 1.2 kB (brotli).
//!
//! Each client has an instance of the wasm for itself, so a trap ends one client and no other. The driver has parsed and checked
//! everything that is not its own; what is read here it has written itself.

mod allocator;
mod calls;
mod effects;
mod events;
mod instance;
mod read;
mod settings;
#[cfg(test)]
mod transcript;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::cell::StateCell;
use crate::js::instance::Instance;

thread_local! {
    static INSTANCE: StateCell<Option<Instance>> = const { StateCell::new(None) };
}

/// The client, or the beginning of one.
fn with_instance<T>(act: impl FnOnce(&mut Instance) -> T) -> T {
    INSTANCE.with(|instance| act(instance.borrow_mut().get_or_insert_default()))
}

/// Makes room for an event of so many bytes of UTF-8, and returns where it is.
#[wasm_bindgen]
pub fn room(length: usize) -> *mut u8 {
    with_instance(|instance| instance.room(length))
}

/// Takes the event, at this time in milliseconds since 1970. Returns where its effects are.
#[wasm_bindgen]
pub fn step(now_ms: f64) -> *const u8 {
    with_instance(|instance| instance.step(now_ms as u64))
}

/// How many bytes the effects take.
#[wasm_bindgen]
pub fn length() -> usize {
    with_instance(|instance| instance.length())
}
