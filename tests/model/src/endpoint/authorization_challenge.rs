//! `/services/oauth2/v1/authorization_challenge`: for first-party apps with a client attestation, which takes a backend.
//! The model knows no certificates, so it refuses every caller.

use serde_json::Value;

use crate::{
    http::{call::Call, refusal, reply::Answer},
    site::Site,
};

pub fn answer(call: &Call, site: &mut Site) -> Answer {
    let in_json = || call.json.get("client_id").and_then(Value::as_str);
    let app = site.app(call.param("client_id").or_else(in_json))?;
    if !site.settings.site.is_first_party_apps_allowed || !app.settings.is_first_party_app_enabled {
        return Err(refusal::FIRST_PARTY_OFF.into());
    }
    Err(refusal::CLIENT_CREDENTIALS.into())
}
