//! The stand-in for reCAPTCHA: token `ok` passes, `low` scores below any threshold, anything else is invalid.

use crate::{
    http::{refusal, reply::Reply},
    site::Site,
};

const PASSES: &str = "ok";

pub fn passes(token: Option<&str>) -> bool {
    token == Some(PASSES)
}

/// The check at authorize, which sites do not make unless a switch says so.
pub fn check_text(token: Option<&str>, site: &Site) -> Result<(), Reply> {
    if passes(token) {
        return Ok(());
    }
    Err(refusal::with_text(400, "invalid_request", &site.settings.switches.recaptcha_error_text))
}
