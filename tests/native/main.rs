//! Every journey by plain `cargo test`: the crate with reqwest in the browser's place, against the model site.
#![cfg(not(target_arch = "wasm32"))]

mod at_once;
mod belonging;
mod busy;
mod crossing;
mod discovery;
mod faults;
mod guest;
mod id_token;
mod interleavings;
mod layers;
mod login;
mod no_browser;
mod one_tab;
mod opening;
mod password_reset;
mod passwordless;
mod platform;
mod real_orgs;
mod registration;
#[cfg(feature = "yew")]
#[path = "../web/rendered.rs"]
mod rendered;
mod renewal;
#[cfg(feature = "yew")]
mod server_rendering;
mod session;
mod set_back;
mod simulation;
mod site;
mod social;
mod storage;
mod stumbles;
mod to_the_end;
mod view;
mod waking;
