//! The journeys a person makes, each one straight through: arguments in, requests out, session kept.

pub(crate) mod access;
pub(crate) mod call;
pub(crate) mod context;
pub(crate) mod guest;
mod happen;
pub(crate) mod keys;
pub(crate) mod login;
pub(crate) mod logout;
pub(crate) mod one_time_code;
pub(crate) mod open;
pub(crate) mod password_reset;
pub(crate) mod passwordless;
pub(crate) mod registration;
pub(crate) mod renew;
pub(crate) mod renewal_lock;
pub(crate) mod sign_in;
pub(crate) mod social;
mod store;
pub(crate) mod token_answer;
pub(crate) mod userinfo;
mod writes;
