//! App, callback, scopes and code challenge of an authorize request.

use super::headless::Flow;
use crate::{
    http::{
        call::Call,
        html,
        refusal::{self, Refusal},
        reply::Reply,
    },
    settings::{
        AppSettings, Switches,
        switches::{AbsentMethod, ForeignClient, PkceErrorForm, ScopeRefusal, ScopeSeparator},
    },
    site::{App, Site, codes::Challenge},
};

/// The app that asks. A client id of another org has been seen to fail like a callback of another app.
pub fn app(call: &Call, site: &Site) -> Result<App, Refusal> {
    let client_id = call.param("client_id");
    site.app(client_id).map_err(|unknown| match site.settings.switches.foreign_client {
        ForeignClient::RedirectUriMismatch if client_id.is_some() && unknown == refusal::UNKNOWN_CLIENT => {
            refusal::REDIRECT_URI_MISMATCH
        }
        _ => unknown,
    })
}

/// Byte for byte one of the app's callback URLs.
pub fn redirect_uri(call: &Call, app: &App) -> Result<String, Refusal> {
    let sent = call.param("redirect_uri").unwrap_or_default();
    let registered = app.settings.callback_urls.iter().find(|url| *url == sent);
    registered.cloned().ok_or(refusal::REDIRECT_URI_MISMATCH)
}

pub fn scopes(call: &Call, flow: Flow, app: &AppSettings, switches: &Switches) -> Result<Vec<String>, Reply> {
    let refused = match flow {
        Flow::Guest => switches.scope_not_on_app_guest,
        _ => switches.scope_not_on_app_named,
    };
    granted_scopes(call, app, switches).ok_or_else(|| match refused {
        ScopeRefusal::Html => html::login_page(),
        ScopeRefusal::InvalidScope => refusal::INVALID_SCOPE.into(),
    })
}

/// The scopes asked for, or all of the app's where none are; `None` if one is not selected on the app. A refresh token
/// that the app cannot give is left out without a word.
pub fn granted_scopes(call: &Call, app: &AppSettings, switches: &Switches) -> Option<Vec<String>> {
    let Some(asked) = call.param("scope") else { return Some(app.oauth_scopes.clone()) };
    let separators: &[char] = match switches.scope_separator {
        ScopeSeparator::Space => &[' '],
        ScopeSeparator::Comma => &[','],
        ScopeSeparator::Both => &[' ', ','],
    };
    let mut granted: Vec<String> = Vec::new();
    for scope in asked.split(separators).filter(|scope| !scope.is_empty()) {
        let is_silent = ["refresh_token", "offline_access"].contains(&scope);
        if app.has_scope(scope) {
            if !granted.iter().any(|other| other == scope) {
                granted.push(scope.into());
            }
        } else if !is_silent {
            return None;
        }
    }
    Some(granted)
}

/// The code challenge, demanded where the org or the app requires PKCE.
pub fn pkce_required(site: &Site, app: &AppSettings) -> bool {
    site.settings.org.is_pkce_required || app.pkce_required()
}

pub fn challenge(call: &Call, site: &Site, app: &AppSettings) -> Result<Option<Challenge>, Refusal> {
    let switches = &site.settings.switches;
    let required = pkce_required(site, app);
    let method = call.param("code_challenge_method");
    if method.is_some_and(|method| method != "S256") {
        return Err(refusal::CHALLENGE_INVALID);
    }
    let Some(challenge) = call.param("code_challenge") else {
        return if required { Err(refusal::CHALLENGE_MISSING) } else { Ok(None) };
    };
    if method.is_none() && switches.challenge_method_absent == AbsentMethod::RfcPlain {
        return Ok(Some(Challenge::Plain(challenge.into())));
    }
    let is_base64url = challenge.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_');
    if is_base64url && challenge.len() == 43 {
        Ok(Some(Challenge::S256(challenge.into())))
    } else {
        Err(refusal::CHALLENGE_INVALID)
    }
}

/// A refused challenge has been seen both as JSON and as a form.
pub fn challenge_refused(refusal: Refusal, switches: &Switches) -> Reply {
    let Refusal { status, error, text } = refusal;
    match switches.pkce_error_form {
        PkceErrorForm::Json => refusal.into(),
        PkceErrorForm::Form => Reply::form(status, &[("error", error), ("error_description", text)]),
    }
}
