//! Grants that a browser client has no part in. They answer with their documented refusals and issue nothing.

use super::authenticate;
use crate::{
    http::{call::Call, refusal, reply::Answer},
    site::Site,
};

/// The model has no run-as user, so the grant ends there even where the app allows it.
pub fn client_credentials(call: &Call, site: &Site) -> Answer {
    authenticate(call, site, |_| true)?;
    if call.param("scope").is_some() {
        return Err(refusal::SCOPE_PARAMETER.into());
    }
    Err(refusal::NO_CREDENTIALS_USER.into())
}

pub fn token_exchange(call: &Call, site: &Site) -> Answer {
    authenticate(call, site, |app| app.is_secret_required_for_token_exchange)?;
    Err(refusal::GRANT_TYPE.into())
}

/// Blocked by the org's switch or, with the switch off, not modelled: the model refuses both ways.
pub fn password(site: &Site) -> Answer {
    let _ = site;
    Err(refusal::GRANT_TYPE.into())
}
