//! Grants that a browser client has no part in.

use super::{authenticate, issue};
use crate::{
    endpoint::authorize::may_enter,
    http::{call::Call, refusal, reply::Answer},
    site::{
        Site,
        tokens::{Grant, Who},
    },
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

/// Username and password straight for tokens: blocked by the org unless its switch is turned off.
pub fn password(call: &Call, site: &mut Site) -> Answer {
    if site.settings.org.block_username_password_flow {
        return Err(refusal::GRANT_TYPE.into());
    }
    let app = authenticate(call, site, |_| true)?;
    let user = site.user_called(call.form.get("username").unwrap_or_default());
    let user = user.filter(|user| call.form.get("password") == Some(&user.password)).cloned();
    let user = user.ok_or(refusal::AUTHENTICATION_FAILURE)?;
    may_enter(site, &user, &app, call.peer)?;
    let scopes = app.settings.oauth_scopes.clone();
    let approval = issue::approve(site, &app, Grant { who: Who::User(user.id), uvid: None, scopes });
    issue::first(site, &app, approval, false)
}
