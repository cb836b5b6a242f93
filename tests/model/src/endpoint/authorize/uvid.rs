//! The visitor id at authorize. A guest's hint carries a prefix word that says what it is; a named user's must not.

use super::headless::Flow;
use crate::{
    http::{
        call::Call,
        refusal::{self, Refusal},
    },
    ids,
    settings::AppSettings,
    site::{Site, tokens::Format},
};

pub fn read(call: &Call, site: &Site, flow: Flow, app: &AppSettings) -> Result<Option<String>, Refusal> {
    match flow {
        Flow::Guest => of_guest(call, site, app).map(Some),
        _ => of_named_user(call, site, app),
    }
}

/// The hints of a request, in header and, where it is looked at, body; both at once are refused.
fn hints(call: &Call, takes_body: bool) -> Result<(Option<&str>, Option<&str>), Refusal> {
    let in_header = call.header("uvid-hint");
    let in_body = call.param("uvid_hint").filter(|_| takes_body);
    let unreadable = in_header.is_none() && call.headers.contains_key("uvid-hint");
    if unreadable || (in_header.is_some() && in_body.is_some()) {
        return Err(refusal::UVID_INVALID);
    }
    Ok((in_header, in_body))
}

fn of_guest(call: &Call, site: &Site, app: &AppSettings) -> Result<String, Refusal> {
    let (in_header, in_body) = hints(call, site.settings.switches.uvid_body_hint.0)?;
    match in_header.or(in_body).and_then(|hint| hint.split_once(' ')) {
        Some(("UVID", uvid)) if ids::is_uuid_v4(uvid) => Ok(uvid.into()),
        Some(("JWT", jwt)) => of_jwt(jwt, site, app),
        _ => Err(refusal::UVID_INVALID),
    }
}

pub fn of_named_user(call: &Call, site: &Site, app: &AppSettings) -> Result<Option<String>, Refusal> {
    match hints(call, true)? {
        (Some(jwt), _) => of_jwt(jwt, site, app).map(Some),
        (None, Some(uvid)) if ids::is_uuid_v4(uvid) => Ok(Some(uvid.into())),
        (None, Some(_)) => Err(refusal::UVID_INVALID),
        (None, None) => Ok(None),
    }
}

/// The visitor a JWT access token of this site belongs to. Tokens are looked up whole, so a forged one is unknown.
pub fn of_jwt(jwt: &str, site: &Site, app: &AppSettings) -> Result<String, Refusal> {
    let (access, approval) = site.tokens.known_access(jwt).ok_or(refusal::UVID_INVALID)?;
    let expired = site.now() >= access.expires_at;
    if access.format != Format::Jwt || (expired && !app.allow_expired_uvid_jwt) {
        return Err(refusal::UVID_INVALID);
    }
    approval.grant.uvid.clone().ok_or(refusal::UVID_INVALID)
}
