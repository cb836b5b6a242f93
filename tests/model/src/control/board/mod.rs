//! The board: a page on which every setting of a site is a switch or a field, with what it refuses beside it. Functions from a
//! question to an answer; what carries them over HTTP is elsewhere.

mod catalog;
mod files;
mod labels;
mod probe;
mod state;

pub use self::{
    catalog::catalog,
    files::{file, page, page_in_folder},
    state::state,
};
