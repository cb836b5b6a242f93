//! Completion of a registration or passwordless login: identifier and one-time code.

use crate::{
    http::{call::Call, refusal, reply::Reply},
    settings::User,
    site::{
        Site,
        otp::{Method, NewUser, Purpose, Subject, Verdict},
    },
};

/// The user a passwordless login's code belongs to.
pub fn known_user(call: &Call, site: &mut Site, identifier: &str, otp: &str) -> Result<User, Reply> {
    let Subject::User(id) = subject(call, site, Purpose::PasswordlessLogin, identifier, otp)? else {
        return Err(refusal::AUTHENTICATION_FAILURE.into());
    };
    Ok(site.user(&id).cloned().ok_or(refusal::AUTHENTICATION_FAILURE)?)
}

/// The user that a registration's queued data makes; not yet entered.
pub fn new_user(call: &Call, site: &mut Site, identifier: &str, otp: &str) -> Result<User, Reply> {
    let Subject::NewUser(data) = subject(call, site, Purpose::Registration, identifier, otp)? else {
        return Err(refusal::AUTHENTICATION_FAILURE.into());
    };
    let method = site.otps.get(identifier).map_or(Method::Email, |waiting| waiting.method);
    create_user(site, *data, method).map_err(|denied| match denied {
        Denied::Refused(text) => refusal::with_text(400, "invalid_request", text),
        Denied::Thrown(text) => refusal::registration_error(&text),
    })
}

fn subject(call: &Call, site: &mut Site, purpose: Purpose, identifier: &str, otp: &str) -> Result<Subject, Reply> {
    let method = call.header("auth-verification-type").and_then(Method::parse).ok_or(refusal::INVALID_HEADERS)?;
    let (now, switches) = (site.now(), &site.settings.switches);
    let wrong = || {
        let pair = &switches.wrong_otp_error;
        refusal::with_text(400, &pair.error, &pair.error_description)
    };
    // An identifier of another flow is like one that never was: it costs that flow no attempt.
    let waiting = site.otps.get(identifier).filter(|waiting| waiting.purpose == purpose).ok_or_else(wrong)?;
    if waiting.method != method {
        return Err(refusal::INVALID_HEADERS.into());
    }
    match site.otps.verify(identifier, otp, switches.otp_attempts, switches, now) {
        Verdict::Right(waiting) => Ok(waiting.subject.clone()),
        Verdict::Wrong | Verdict::Exhausted => Err(wrong()),
    }
}

/// How a registration handler says no.
enum Denied {
    Refused(&'static str),
    /// An exception, which the site passes on as it is.
    Thrown(String),
}

/// The model's own registration handler. Like the Apex class it stands for, it can refuse and throw.
fn create_user(site: &Site, data: NewUser, method: Method) -> Result<User, Denied> {
    let settings = &site.settings.site;
    if settings.registration_handler_id.is_empty() || settings.registration_execution_user_id.is_empty() {
        return Err(Denied::Refused("registration handler is not configured"));
    }
    if settings.registration_user_default_profile_id.is_empty() {
        return Err(Denied::Refused("RegistrationUserDefaultProfileId is not set"));
    }
    if let Some(text) = data.custom_data.get("model_throw").and_then(serde_json::Value::as_str) {
        return Err(Denied::Thrown(text.into()));
    }
    if site.user_called(&data.username).is_some() {
        return Err(Denied::Refused("Duplicate Username"));
    }
    Ok(User {
        email: data.email,
        first_name: data.first_name,
        last_name: data.last_name,
        mobile_phone: data.mobile_phone,
        profile: settings.registration_user_default_profile_id.clone(),
        email_verified: method == Method::Email,
        mobile_phone_verified: method == Method::Sms,
        ..User::new(&data.username, &data.password)
    })
}
