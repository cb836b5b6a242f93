//! The journeys a person makes, each one straight through: arguments in, requests out, session kept.

pub(crate) mod access;
pub(crate) mod call;
pub(crate) mod login;
pub(crate) mod logout;
pub(crate) mod userinfo;
