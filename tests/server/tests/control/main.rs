//! The control door.

mod board;
#[path = "../common/mod.rs"]
mod common;
mod live;
mod settings;
