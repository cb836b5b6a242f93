//! `/services/auth/headless/forgot_password`. Step 1 sends a one-time code and answers the same for everybody; step 2
//! brings the code and the new password.

use serde_json::{Value, json};

use super::start::{self, Wording, add_status, failed, text};
use crate::{
    discovery::{self, Discovered},
    http::{
        call::{Call, Params},
        refusal,
        reply::{Answer, Reply},
    },
    password_policy,
    settings::{Settings, User, switches::ForgotBody},
    site::{
        Site,
        otp::{Method, Purpose, Start, Subject, Verdict},
    },
};

const WORDING: Wording = Wording::Key;

pub fn answer(call: &Call, site: &mut Site) -> Answer {
    let settings = &site.settings.site;
    let switches = &site.settings.switches;
    let as_json = with_form_as_json(call);
    let call = as_json.as_ref().unwrap_or(call);
    let is_second_step = ["newpassword", "otp"].iter().any(|key| call.json.get(*key).is_some_and(|v| !v.is_null()));

    start::flow_on(settings.is_forgot_pwd_allowed, "forgot password not enabled", WORDING, switches)?;
    let bearer_required = settings.does_forgot_password_require_auth && !is_second_step;
    start::bearer(call, site, bearer_required, "forgot_password")?;
    if as_json.is_some() && switches.forgot_password_body == ForgotBody::Json {
        return Err(refusal::UNSUPPORTED_MEDIA_TYPE.into());
    }
    let texts = ["username", "login_hint", "newpassword", "otp", "recaptcha", "emailtemplate"];
    start::shape(call, switches, WORDING, &texts, &["recaptchaevent"])?;
    if is_second_step { change_password(call, site) } else { send_code(call, site) }
}

/// A form body read as the JSON it stands for. An empty field is an absent one, as in every form.
fn with_form_as_json(call: &Call) -> Option<Call> {
    if call.form.is_empty() {
        return None;
    }
    let filled = call.form.iter().filter(|(_, value)| !value.is_empty());
    let json = filled.map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
    Some(Call {
        method: call.method.clone(),
        path: call.path.clone(),
        headers: call.headers.clone(),
        query: Params::default(),
        form: Params::default(),
        json,
        body: call.body.clone(),
        ..*call
    })
}

fn send_code(call: &Call, site: &mut Site) -> Answer {
    let settings = &site.settings.site;
    let switches = site.settings.switches.clone();
    start::recaptcha(call, site, settings.is_recaptcha_required_forgot_pwd, WORDING)?;
    let name = text(&call.json, "username").or_else(|| text(&call.json, "login_hint"));
    let name = name.ok_or_else(|| WORDING.refuse("missing required field username", &switches))?;
    start::email_template(call, site, WORDING)?;
    let user = match text(&call.json, "username") {
        Some(username) => site.user_called(username),
        None => discovered(&site.settings, name)?,
    };
    let username = user.map_or_else(|| name.to_owned(), |user| user.username.clone());
    let reachable = user.filter(|user| user.email_verified).map(|user| (user.id.clone(), user.email.clone()));
    let (subject, to) = reachable.map_or((Subject::Nobody, String::new()), |(id, to)| (Subject::User(id), to));

    let now = site.now();
    if site.otps.count_start(Purpose::ForgotPassword, &username, &switches, now) {
        let start = Start { purpose: Purpose::ForgotPassword, method: Method::Email, subject, to };
        site.otps.start(start, Some(waiting_for(&username)), &switches, now);
    }
    let mut body = json!({ "status_code": "otp_sent" });
    add_status(&mut body, "success", &switches);
    Ok(Reply::json(&body))
}

fn discovered<'a>(settings: &'a Settings, hint: &str) -> Result<Option<&'a User>, Reply> {
    let site = &settings.site;
    let refuse = |why: &str| WORDING.refuse(why, &settings.switches);
    if !site.is_discovery_allowed_at_forgot_password || site.headless_discovery_handler_id.is_empty() {
        return Err(refuse("user discovery not enabled"));
    }
    match discovery::find(settings, hint) {
        Discovered::User(user) => Ok(Some(user)),
        Discovered::Message(message) => Err(refuse(message)),
        Discovered::Nobody => Ok(None),
    }
}

fn change_password(call: &Call, site: &mut Site) -> Answer {
    let switches = site.settings.switches.clone();
    let required = |name: &str| {
        let missing = || WORDING.refuse(&format!("missing required field {name}"), &switches);
        text(&call.json, name).ok_or_else(missing)
    };
    let (username, password, otp) = (required("username")?, required("newpassword")?, required("otp")?);
    let identifier = waiting_for(username);
    let (now, attempts) = (site.now(), site.settings.site.max_password_reset_attempts);
    let user_id = match site.otps.verify(&identifier, otp, attempts, &switches, now) {
        Verdict::Right(waiting) => match &waiting.subject {
            Subject::User(id) => id.clone(),
            Subject::NewUser(_) | Subject::Nobody => return Err(refusal::SERVER_ERROR.into()),
        },
        Verdict::Wrong => {
            return Err(failed(json!({ "status_code": "invalid_otp", "otp_error": "invalid OTP" }), &switches));
        }
        Verdict::Exhausted => return Err(failed(json!({ "status_code": "regenerate_otp" }), &switches)),
    };
    // The code stays good when only the new password is refused.
    password_policy::check(password, site.settings.org.password_min_length).map_err(|why| {
        failed(json!({ "status_code": "password_policy_check_failure", "password_error": why }), &switches)
    })?;
    site.otps.finish(&identifier);
    if let Some(user) = site.settings.users.iter_mut().find(|user| user.id == user_id) {
        user.password = password.into();
    }
    let mut body = json!({ "status_code": "success" });
    add_status(&mut body, "success", &switches);
    Ok(Reply::json(&body))
}

/// There is no identifier on the wire: the username stands for it.
fn waiting_for(username: &str) -> String {
    format!("forgot password of {}", username.to_lowercase())
}
