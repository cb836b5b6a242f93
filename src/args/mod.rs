//! What the journeys take from the app, and what it gets to go on with.

pub(crate) mod access_token;
pub(crate) mod login;
pub(crate) mod password_reset;
pub(crate) mod passwordless;
pub(crate) mod registration;
pub(crate) mod social;
