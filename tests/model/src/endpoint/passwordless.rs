//! `/services/auth/headless/init/passwordless/login`: sends a one-time code to a user's verified email address or phone.
//! An unknown or unverified user gets the same answer, and no code is sent.

use serde_json::json;

use super::start::{self, Wording, text};
use crate::{
    discovery::{self, Discovered},
    http::{
        call::Call,
        reply::{Answer, Reply},
    },
    settings::{User, switches::UnknownUser},
    site::{
        Site,
        otp::{Method, Purpose, Start, Subject},
    },
};

const WORDING: Wording = Wording::Oauth;

pub fn answer(call: &Call, site: &mut Site) -> Answer {
    let settings = &site.settings.site;
    let switches = site.settings.switches.clone();
    start::flow_on(settings.is_pwdless_login_allowed, "passwordless login not enabled", WORDING, &switches)?;
    start::bearer(call, site, settings.does_pwdless_login_require_auth, "pwdless_login_api")?;
    let texts = ["username", "login_hint", "recaptcha", "verificationmethod", "emailtemplate"];
    start::shape(call, &switches, WORDING, &texts, &["recaptchaevent"])?;
    start::recaptcha(call, site, settings.is_recaptcha_required_pwdless_login, WORDING)?;
    let refuse = |why: &str| WORDING.refuse(why, &switches);
    let name = text(&call.json, "username").or_else(|| text(&call.json, "login_hint"));
    let name = name.ok_or_else(|| refuse("missing required field username"))?;
    let method = text(&call.json, "verificationmethod");
    let method = method.ok_or_else(|| refuse("missing required field verificationmethod"))?;
    let method = Method::parse(method).ok_or_else(|| refuse("unknown verificationmethod"))?;
    start::email_template(call, site, WORDING)?;

    let user = match text(&call.json, "username") {
        Some(username) => site.user_called(username),
        None if settings.headless_discovery_handler_id.is_empty() => return Err(refuse("user discovery not enabled")),
        None => match discovery::find(&site.settings, name) {
            Discovered::User(user) => Some(user),
            Discovered::Message(message) => return Err(refuse(message)),
            Discovered::Nobody => None,
        },
    };
    // However the user was named, it is the user who has so many starts an hour.
    let counted = user.map_or_else(|| name.to_owned(), |user| user.username.clone());
    let reachable = user.and_then(|user| Some((user.id.clone(), address(user, method)?)));
    if reachable.is_none() && switches.pwdless_unknown_user == UnknownUser::Error {
        return Err(refuse("user not found or not verified"));
    }
    let now = site.now();
    if !site.otps.count_start(Purpose::PasswordlessLogin, &counted, &switches, now) {
        return Err(refuse("too many verification codes requested"));
    }
    let (subject, to) = reachable.map_or((Subject::Nobody, String::new()), |(id, to)| (Subject::User(id), to));
    let start = Start { purpose: Purpose::PasswordlessLogin, method, subject, to };
    let identifier = site.otps.start(start, None, &switches, now);
    Ok(Reply::json(&json!({ "identifier": identifier, "status": "success" })))
}

/// Where the user can be reached by this method, if that is verified.
fn address(user: &User, method: Method) -> Option<String> {
    let (verified, address) = match method {
        Method::Email => (user.email_verified, &user.email),
        Method::Sms => (user.mobile_phone_verified, &user.mobile_phone),
    };
    (verified && !address.is_empty()).then(|| address.clone())
}
