//! Every request and answer of the site as plain values: no I/O, no async, no browser. One file per
//! endpoint. The response to authorize is read in `code`; `start`, `person`, `recaptcha`, `response` and `jwt` are shared.

pub(crate) mod authorize;
pub(crate) mod code;
pub(crate) mod forgot_password;
pub(crate) mod id_token;
pub(crate) mod jwks;
pub(crate) mod jwt;
pub(crate) mod passwordless;
pub(crate) mod person;
pub(crate) mod recaptcha;
pub(crate) mod registration;
pub(crate) mod response;
pub(crate) mod revoke;
pub(crate) mod social;
pub(crate) mod start;
pub(crate) mod token;
pub(crate) mod userinfo;
