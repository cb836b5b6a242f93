//! The flows from end to end, and the shapes of what they answer.

mod apex_callback;
mod around;
#[path = "../common/mod.rs"]
mod common;
mod guest;
mod login;
mod one_time_codes;

const FAILURE: &str = "400 invalid_grant / authentication failure";
const UVID_INVALID: &str = "400 invalid_request / uvid invalid";
