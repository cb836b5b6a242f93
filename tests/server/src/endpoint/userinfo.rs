//! `/services/oauth2/userinfo`. Its errors are plain text with status 403.

use serde_json::json;

use crate::{
    http::{
        call::Call,
        reply::{Answer, Reply},
    },
    site::{Site, tokens::Who},
};

const SCOPES: [&str; 4] = ["openid", "id", "profile", "full"];

pub fn answer(call: &Call, site: &mut Site) -> Answer {
    let refuse = |text| Reply::text(403, text);
    let token = call.bearer().ok_or_else(|| refuse("Missing_OAuth_Token"))?;
    let (_, approval) = site.tokens.valid_access(token, site.now()).ok_or_else(|| refuse("Bad_OAuth_Token"))?;
    let Who::User(user_id) = &approval.grant.who else { return Err(refuse("Bad_OAuth_Token")) };
    let blocked = site.app(Some(&approval.client_id)).is_ok_and(|app| app.settings.blocked);
    if blocked || !approval.grant.has_any_scope(&SCOPES) {
        return Err(refuse("No_Access"));
    }
    let user = site.user(user_id).ok_or_else(|| refuse("Bad_OAuth_Token"))?;
    let rest = format!("{}/services/data/v{{version}}", site.url);
    Ok(Reply::json(&json!({
        "sub": site.identity_url(user_id),
        "user_id": user_id,
        "organization_id": site.org_id,
        "preferred_username": user.username,
        "nickname": user.username.split('@').next(),
        "name": user.full_name(),
        "email": user.email,
        "email_verified": user.email_verified,
        "given_name": user.first_name,
        "family_name": user.last_name,
        "zoneinfo": "Europe/London",
        "photos": {
            "picture": format!("{}/profilephoto/005/F", site.url),
            "thumbnail": format!("{}/profilephoto/005/T", site.url),
        },
        "profile": format!("{}/{user_id}", site.url),
        "picture": format!("{}/profilephoto/005/F", site.url),
        "address": {},
        "phone_number": user.mobile_phone,
        "phone_number_verified": user.mobile_phone_verified,
        "is_salesforce_integration_user": false,
        "urls": { "rest": format!("{rest}/"), "users": format!("{rest}/chatter/users") },
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
