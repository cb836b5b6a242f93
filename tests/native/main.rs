//! Every journey by plain `cargo test`: the crate with reqwest in the browser's place, against the model site.
#![cfg(not(target_arch = "wasm32"))]

mod errors;
mod faults;
mod login;
mod platform;
mod session;
mod site;
