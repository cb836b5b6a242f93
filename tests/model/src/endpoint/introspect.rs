//! `/services/oauth2/introspect`: needs the secret, and tells an app about its own tokens only, unless it may see all.

use serde_json::{Value, json};

use super::token::authenticate;
use crate::{
    http::{
        call::Call,
        refusal,
        reply::{Answer, Reply},
    },
    site::{
        App, Site,
        tokens::{Approval, Presented, Who},
    },
};

pub fn answer(call: &Call, site: &mut Site) -> Answer {
    let caller = authenticate(call, site, |_| true)?;
    let token = call.param("token").ok_or(refusal::MISSING_PARAMETER)?;
    let about = access(token, site, &caller).or_else(|| refresh(token, site, &caller));
    Ok(Reply::json(&about.unwrap_or_else(|| json!({ "active": false }))))
}

fn access(token: &str, site: &Site, caller: &App) -> Option<Value> {
    let (access, approval) = site.tokens.valid_access(token, site.now())?;
    let mut about = describe(approval, site, caller)?;
    let issued = access.issued_at / 1000;
    let more = [
        ("token_type", json!("access_token")),
        ("exp", json!(access.expires_at / 1000)),
        ("iat", json!(issued)),
        ("nbf", json!(issued)),
    ];
    about.as_object_mut()?.extend(more.map(|(name, value)| (name.to_owned(), value)));
    Some(about)
}

fn refresh(token: &str, site: &Site, caller: &App) -> Option<Value> {
    let Presented::Current(id) = site.tokens.present_refresh(token) else { return None };
    let approval = site.tokens.approval(id)?;
    let owner = site.app(Some(&approval.client_id)).ok()?;
    if !approval.refresh_is_live(&owner.settings, site.now()) {
        return None;
    }
    let mut about = describe(approval, site, caller)?;
    let more = [("token_type", json!("refresh_token")), ("iat", json!(approval.created_at / 1000))];
    about.as_object_mut()?.extend(more.map(|(name, value)| (name.to_owned(), value)));
    Some(about)
}

fn describe(approval: &Approval, site: &Site, caller: &App) -> Option<Value> {
    if approval.client_id != caller.client.id && !caller.settings.is_introspect_all_tokens {
        return None;
    }
    let (subject, username) = match &approval.grant.who {
        Who::User(id) => (site.identity_url(id), site.user(id).map(|user| user.username.clone())),
        Who::Guest => (format!("uvid:{}", approval.grant.uvid.as_deref().unwrap_or_default()), None),
    };
    let mut about = json!({
        "active": true,
        "scope": approval.grant.scopes.join(" "),
        "client_id": approval.client_id,
        "sub": subject,
    });
    if let (Some(about), Some(username)) = (about.as_object_mut(), username) {
        about.insert("username".into(), json!(username));
    }
    Some(about)
}
