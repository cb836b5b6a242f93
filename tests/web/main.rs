//! The crate in a real browser, as a Rust front end uses it, against the model site. `cargo xtask test browser` starts both.
#![cfg(all(target_arch = "wasm32", target_os = "unknown"))]

mod journeys;
mod login;
#[cfg(feature = "yew")]
mod rendered;
mod site;
#[cfg(feature = "yew")]
mod yew;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
