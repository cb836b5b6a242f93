//! The journeys a person makes, each one straight through: arguments in, requests out, session kept.

pub(crate) mod access;
pub(crate) mod guest;
pub(crate) mod login;
pub(crate) mod logout;
pub(crate) mod obtain;
pub(crate) mod one_time_code;
pub(crate) mod open;
pub(crate) mod password_reset;
pub(crate) mod passwordless;
pub(crate) mod registration;
pub(crate) mod renew;
pub(crate) mod social;
pub(crate) mod token_response;
pub(crate) mod userinfo;
