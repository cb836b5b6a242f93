//! `/services/data/…/chatter/users/me`: a protected resource to try a token on.

use serde_json::json;

use crate::{
    http::{
        call::Call,
        refusal::{APP_BLOCKED, rest},
        reply::{Answer, Reply},
    },
    site::{Site, tokens::Who},
};

pub fn answer(call: &Call, site: &mut Site) -> Answer {
    let invalid = || rest(401, "INVALID_SESSION_ID", "Session expired or invalid");
    let token = call.bearer().ok_or_else(invalid)?;
    let (_, approval) = site.tokens.valid_access(token, site.now()).ok_or_else(invalid)?;
    if site.is_blocked(approval) {
        return Err(rest(403, APP_BLOCKED.error, APP_BLOCKED.text));
    }
    let grant = &approval.grant;
    let Who::User(user_id) = &grant.who else { return Ok(Reply::json(&json!({ "uvid": grant.uvid }))) };
    let user = site.user(user_id).ok_or_else(invalid)?;
    if !user.api_enabled {
        return Err(rest(403, "API_CURRENTLY_DISABLED", "API is currently disabled for this user"));
    }
    let mut body = json!({ "id": user.id, "username": user.username, "email": user.email });
    if let (Some(uvid), Some(body)) = (&grant.uvid, body.as_object_mut()) {
        body.insert("uvid".into(), json!(uvid));
    }
    Ok(Reply::json(&body))
}
