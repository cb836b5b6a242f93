//! The control door.

#[path = "../common/mod.rs"]
mod common;
mod live;
mod settings;
