//! `/services/oauth2/userinfo`. Its errors are plain text with status 403.

use serde_json::json;

use crate::{
    http::{
        call::Call,
        reply::{Answer, Reply},
    },
    settings::User,
    site::{Site, tokens::Who},
};

const SCOPES: [&str; 4] = ["openid", "id", "profile", "full"];

pub fn refuse(text: &str) -> Reply {
    Reply::text(403, text)
}

/// The user whose token the call carries, if its scopes let it ask who that is.
pub fn subject<'a>(call: &Call, site: &'a Site) -> Result<&'a User, Reply> {
    let token = call.bearer().ok_or_else(|| refuse("Missing_OAuth_Token"))?;
    let known = site.tokens.valid_access(token, site.now());
    let (_, approval) = known.ok_or_else(|| refuse("Bad_OAuth_Token"))?;
    let Who::User(user_id) = &approval.grant.who else { return Err(refuse("Bad_OAuth_Token")) };
    if site.is_blocked(approval) || !approval.grant.has_any_scope(&SCOPES) {
        return Err(refuse("No_Access"));
    }
    site.user(user_id).ok_or_else(|| refuse("Bad_OAuth_Token"))
}

pub fn answer(call: &Call, site: &mut Site) -> Answer {
    let user = subject(call, site)?;
    let photo = |size: &str| format!("{}/profilephoto/005/{size}", site.url);
    let data = format!("{}/services/data/v{{version}}", site.url);
    Ok(Reply::json(&json!({
        "sub": site.identity_url(&user.id),
        "user_id": user.id,
        "organization_id": site.org_id,
        "preferred_username": user.username,
        "nickname": user.username.split('@').next(),
        "name": user.full_name(),
        "email": user.email,
        "email_verified": user.email_verified,
        "given_name": user.first_name,
        "family_name": user.last_name,
        "zoneinfo": "Europe/London",
        "photos": { "picture": photo("F"), "thumbnail": photo("T") },
        "profile": format!("{}/{}", site.url, user.id),
        "picture": photo("F"),
        "address": {},
        "phone_number": user.mobile_phone,
        "phone_number_verified": user.mobile_phone_verified,
        "is_salesforce_integration_user": false,
        "urls": { "rest": format!("{data}/"), "users": format!("{data}/chatter/users") },
        "active": user.is_active,
        "user_type": "CSP_LITE_PORTAL",
        "language": "en_US",
        "locale": "en_GB",
        "utcOffset": 0,
        "updated_at": "2026-01-05T08:00:00Z",
        "is_app_installed": true,
        "custom_attributes": {},
        "custom_permissions": {},
    })))
}
