//! `/services/oauth2/singleaccess`: a bridge from an opaque token into the browsable site. It never answers CORS, so a
//! page reaches it only through its own server.

use serde_json::json;

use crate::{
    http::{
        call::Call,
        html,
        reply::{Answer, Reply},
    },
    ids,
    site::{
        Site,
        tokens::{Format, Who},
    },
};

const BRIDGE_MS: i64 = 60_000;

pub fn answer(call: &Call, site: &mut Site) -> Answer {
    let refuse = |status, error| Reply::json_with(status, &json!({ "error": error }));
    let now = site.now();
    // A token in the URL is not looked at: it would end up in logs.
    let token = call.bearer().or_else(|| call.form.get("access_token"));
    let token = token.ok_or_else(|| refuse(401, "Missing_OAuth_Token"))?;
    let known = site.tokens.valid_access(token, now);
    let (access, approval) = known.ok_or_else(|| refuse(401, "Bad_OAuth_Token"))?;
    let user = match &approval.grant.who {
        Who::User(id) => site.user(id),
        Who::Guest => None,
    };
    if access.format == Format::Jwt || user.is_none_or(|user| user.api_only_user) {
        return Err(refuse(401, "Bad_OAuth_Token"));
    }
    if site.is_blocked(approval) {
        return Err(refuse(403, "No_Access"));
    }
    if !approval.grant.has_any_scope(&["web", "full"]) {
        return Err(refuse(400, "Invalid_Scope"));
    }
    let path = call.param("redirect_uri").filter(|path| is_relative(path));
    let path = path.ok_or_else(|| refuse(400, "Invalid_Param"))?;

    let otp = ids::random_text(40);
    site.frontdoors.insert(otp.clone(), now + BRIDGE_MS);
    let frontdoor = format!("{}/secur/frontdoor.jsp", site.url);
    let cshc = ids::random_text(8);
    let uri = Reply::redirect(&frontdoor, &[("otp", &otp), ("startURL", path), ("cshc", &cshc)]).location;
    Ok(Reply::json(&json!({ "frontdoor_uri": uri })))
}

/// A path from the domain's root; nothing that could lead to another host.
fn is_relative(path: &str) -> bool {
    !path.contains("://") && !path.starts_with("//") && !path.contains('\\')
}

/// The other end of the bridge: opens once, within a minute.
pub fn frontdoor(call: &Call, site: &mut Site) -> Answer {
    let now = site.now();
    let ends = call.query.get("otp").and_then(|otp| site.frontdoors.remove(otp));
    if ends.is_none_or(|ends| ends <= now) {
        return Ok(html::login_page());
    }
    let start = html::escape(call.query.get("startURL").unwrap_or_default());
    let note = format!("<h1>Session open</h1><p>The browsable site would now show <code>{start}</code>.</p>");
    Ok(html::page("Session open", &note))
}
