//! What the three JSON endpoints have in common: the site's switch for the flow, the bearer of the app's own server,
//! reCAPTCHA, email templates. They check in the order: flow on, bearer, JSON shape, reCAPTCHA, required fields, template,
//! user.

use serde_json::{Value, json};

use crate::{
    http::{call::Call, refusal, reply::Reply},
    recaptcha,
    settings::{Switches, switches::ErrorShape},
    site::{Site, tokens::Who},
};

/// How an endpoint words its refusals.
#[derive(Clone, Copy)]
pub enum Wording {
    /// `error` and `error_description`, unless a switch asks for the other.
    Oauth,
    /// A key `invalid_request` that holds the message, and `status`.
    Key,
}

impl Wording {
    pub fn refuse(self, text: &str, switches: &Switches) -> Reply {
        let status = switches.json_failure_status;
        match (self, switches.json_error_shape) {
            (Self::Oauth, ErrorShape::Oauth) => refusal::with_text(status, "invalid_request", text),
            (Self::Oauth, ErrorShape::Key) => Reply::json_with(status, &json!({ "invalid_request": text })),
            (Self::Key, _) => failed(json!({ "invalid_request": text }), switches),
        }
    }
}

/// A failure of forgot password, which says so in `status` as well.
pub fn failed(mut body: Value, switches: &Switches) -> Reply {
    add_status(&mut body, "failed", switches);
    Reply::json_with(switches.json_failure_status, &body)
}

pub fn add_status(body: &mut Value, status: &str, switches: &Switches) {
    if let Some(body) = body.as_object_mut().filter(|_| switches.forgot_status_field.0) {
        body.insert("status".into(), json!(status));
    }
}

pub fn flow_on(on: bool, text: &str, wording: Wording, switches: &Switches) -> Result<(), Reply> {
    match switches.site_flow_off {
        _ if on => Ok(()),
        404 => Err(refusal::not_found()),
        _ => Err(wording.refuse(text, switches)),
    }
}

/// The bearer token of the app's server: a user's, with the scope of the flow.
pub fn bearer(call: &Call, site: &Site, required: bool, scope: &str) -> Result<(), Reply> {
    if !required {
        return Ok(());
    }
    let switches = &site.settings.switches;
    let refuse = |status, text| refusal::with_text(status, "invalid_request", text);
    let known = call.bearer().and_then(|token| site.tokens.valid_access(token, site.now()));
    let usable = known.filter(|(_, approval)| !site.is_blocked(approval));
    let (_, approval) = usable.ok_or_else(|| refuse(switches.init_auth_missing, "missing or invalid access token"))?;
    let is_user = matches!(approval.grant.who, Who::User(_));
    if is_user && approval.grant.has_scope(scope) {
        Ok(())
    } else {
        Err(refuse(switches.init_auth_scope, "the access token lacks the required scope"))
    }
}

/// reCAPTCHA, if required: a token in `recaptcha`, or an Enterprise event in `recaptchaevent`, not both.
pub fn recaptcha(call: &Call, site: &Site, required: bool, wording: Wording) -> Result<(), Reply> {
    if !required {
        return Ok(());
    }
    let switches = &site.settings.switches;
    let given = |name: &str| call.json.get(name).filter(|value| !value.is_null());
    let token = match (given("recaptcha"), given("recaptchaevent")) {
        (Some(_), Some(_)) => return Err(wording.refuse("send either recaptcha or recaptchaevent", switches)),
        (Some(token), None) => token.as_str(),
        (None, Some(event)) => event.get("token").and_then(Value::as_str),
        (None, None) => None,
    };
    if recaptcha::passes(token) { Ok(()) } else { Err(wording.refuse(&switches.recaptcha_error_text, switches)) }
}

/// An email template the caller chose must be on the list, where there is one.
pub fn email_template(call: &Call, site: &Site, wording: Wording) -> Result<(), Reply> {
    let settings = &site.settings.site;
    let listed = |template: &str| settings.email_template_allowlist.iter().any(|own| own == template);
    match call.json.get("emailtemplate").and_then(Value::as_str) {
        Some(template) if settings.is_email_template_allowlisting_enabled && !listed(template) => {
            Err(wording.refuse("email template not allowed", &site.settings.switches))
        }
        _ => Ok(()),
    }
}

/// Refuses keys of the wrong JSON type; absent and `null` ones pass.
pub fn shape(
    call: &Call,
    switches: &Switches,
    wording: Wording,
    texts: &[&str],
    objects: &[&str],
) -> Result<(), Reply> {
    if let Err(unreadable) = call.readable {
        // Not the caller's data but its encoding is wrong, so the wording of the endpoint does not matter at 415.
        return Err(if unreadable.status == 400 {
            wording.refuse(unreadable.text, switches)
        } else {
            unreadable.into()
        });
    }
    let fits = |names: &[&str], is_type: fn(&Value) -> bool| {
        names.iter().all(|name| call.json.get(*name).is_none_or(|value| value.is_null() || is_type(value)))
    };
    if fits(texts, Value::is_string) && fits(objects, Value::is_object) {
        Ok(())
    } else {
        Err(wording.refuse("wrong type in JSON", switches))
    }
}

/// A text of a JSON object; empty is the same as absent.
pub fn text<'a>(object: &'a serde_json::Map<String, Value>, name: &str) -> Option<&'a str> {
    object.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}
