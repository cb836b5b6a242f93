//! The arguments of each journey. Read at once and completely, so that a form may be cleared as soon as the call is made.

use std::time::Duration;

use wasm_bindgen::JsValue;

use crate::flow::access::AccessTokenArgs;
use crate::flow::login::LoginArgs;
use crate::flow::password_reset::PasswordResetArgs;
use crate::flow::passwordless::{PasswordlessArgs, StartedPasswordlessLogin};
use crate::flow::registration::{NewUser, RegistrationArgs, StartedRegistration};
use crate::flow::social::SocialSignOnArgs;
use crate::js::args::{Args, Read, text};
use crate::secret::{AccessToken, OneTimeCode, Password};
use crate::uvid::Uvid;
use crate::wire::authorize::VerificationMethod;
use crate::wire::person::Person;
use crate::wire::recaptcha::Recaptcha;

pub(super) fn login(args: &JsValue) -> Read<LoginArgs> {
    Args::read(args, |args| LoginArgs { person: person(args), password: password(args, "password") })
}

pub(super) fn guest(args: &JsValue) -> Read<Option<Uvid>> {
    Args::read_optional(args, |args| {
        let uvid = args.text("uvid", "uvid must be a string: a version 4 UUID.")?;
        args.checked(Uvid::parse(&uvid))
    })
}

pub(super) fn registration(args: &JsValue) -> Read<RegistrationArgs> {
    Args::read(args, |args| RegistrationArgs {
        user: NewUser {
            first_name: args.required_text("firstName", "firstName must be a non-empty string."),
            last_name: args.required_text("lastName", "lastName must be a non-empty string."),
            email: args.required_text("email", "email must be a non-empty string."),
            username: args.required_text("username", USERNAME),
            password: password(args, "password"),
        },
        method: method(args),
        custom_data: args.json_object("customData", CUSTOM_DATA),
        recaptcha: recaptcha(args),
        email_template: email_template(args),
        bearer: bearer(args),
    })
}

pub(super) fn registration_code(args: &JsValue) -> Read<(StartedRegistration, OneTimeCode)> {
    Args::read(args, |args| (StartedRegistration::resume(identifier(args), method(args)), otp(args)))
}

pub(super) fn passwordless(args: &JsValue) -> Read<PasswordlessArgs> {
    Args::read(args, |args| PasswordlessArgs {
        person: person(args),
        method: method(args),
        recaptcha: recaptcha(args),
        bearer: bearer(args),
    })
}

pub(super) fn passwordless_code(args: &JsValue) -> Read<(StartedPasswordlessLogin, OneTimeCode)> {
    Args::read(args, |args| (StartedPasswordlessLogin::resume(identifier(args), method(args)), otp(args)))
}

pub(super) fn password_reset(args: &JsValue) -> Read<PasswordResetArgs> {
    Args::read(args, |args| PasswordResetArgs {
        person: person(args),
        recaptcha: recaptcha(args),
        email_template: email_template(args),
        bearer: bearer(args),
    })
}

pub(super) fn new_password(args: &JsValue) -> Read<(String, Password, OneTimeCode)> {
    Args::read(args, |args| (args.required_text("username", USERNAME), password(args, "newPassword"), otp(args)))
}

pub(super) fn social_sign_on(args: &JsValue) -> Read<SocialSignOnArgs> {
    Args::read(args, |args| SocialSignOnArgs {
        provider: args.required_text("provider", "provider must be a non-empty string."),
        redirect_uri: args.required_text("redirectUri", "redirectUri must be a non-empty string."),
        return_to: args.text("returnTo", "returnTo must be a string."),
    })
}

/// The address that the page came back to: a string or a `URL`.
pub(super) fn callback_url(address: &JsValue, options: &JsValue) -> Read<String> {
    const HINT: &str = "callbackUrl must be a string or a URL: the page's full address.";
    Args::read_optional(options, |options| {
        text(address).unwrap_or_else(|| options.inner(address, HINT).required_text("href", HINT))
    })
}

pub(super) fn access_token(options: &JsValue) -> Read<AccessTokenArgs> {
    Args::read_optional(options, |options| AccessTokenArgs {
        min_ttl: options.number("minTtlSec", "minTtlSec must be a number of seconds, not negative.").map(seconds),
        force_refresh: options.flag("forceRefresh", "forceRefresh must be a boolean."),
    })
}

pub(super) fn logout(options: &JsValue) -> Read<bool> {
    Args::read_optional(options, |options| options.flag("toGuest", "toGuest must be a boolean."))
}

/// A call that takes nothing but a signal.
pub(super) fn signal(options: &JsValue) -> Read<()> {
    Args::read_optional(options, |_| ())
}

/// A number of seconds, to the millisecond.
pub(super) fn seconds(seconds: f64) -> Duration {
    Duration::from_millis((seconds * 1000.0) as u64)
}

const CUSTOM_DATA: &str = "customData must be an object that has a JSON form.";
const USERNAME: &str = "username must be a non-empty string.";

fn person(args: &Args) -> Person {
    const HINT: &str = "Give either username or loginHint, a non-empty string.";
    let username = args.text("username", HINT);
    let login_hint = args.text("loginHint", HINT);
    args.must(username.is_some() != login_hint.is_some(), HINT);
    let person = match login_hint {
        Some(login_hint) => Person::LoginHint { login_hint, custom_data: args.json_object("customData", CUSTOM_DATA) },
        None => Person::Username(username.unwrap_or_default()),
    };
    args.checked(person.check());
    person
}

fn password(args: &Args, key: &str) -> Password {
    args.required_text(key, "The password must be a non-empty string.").into()
}

fn otp(args: &Args) -> OneTimeCode {
    args.required_text("otp", "otp must be a non-empty string: the code as the person typed it.").into()
}

fn identifier(args: &Args) -> String {
    args.required_text("identifier", "identifier must be the string that the start of this journey answered.")
}

fn method(args: &Args) -> VerificationMethod {
    const HINT: &str = "method must be \"email\" or \"sms\".";
    let words = [VerificationMethod::Email, VerificationMethod::Sms].map(|method| (method.as_str(), method));
    let method = args.one_of("method", HINT, &words);
    args.must(method.is_some(), HINT);
    method.unwrap_or(VerificationMethod::Email)
}

fn email_template(args: &Args) -> Option<String> {
    args.text("emailTemplate", "emailTemplate must be a string: an id or a name.")
}

fn bearer(args: &Args) -> Option<AccessToken> {
    const HINT: &str = "bearer must be an access token of an integration user.";
    let token = args.text("bearer", HINT)?;
    args.must(!token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic()), HINT);
    Some(token.into())
}

fn recaptcha(args: &Args) -> Option<Recaptcha> {
    const HINT: &str = "recaptcha must be a token, or { token, siteKey, expectedAction?, projectId }.";
    let value = args.get("recaptcha", HINT)?;
    if let Some(token) = text(&value).filter(|token| !token.is_empty()) {
        return Some(Recaptcha::Token(token));
    }
    let event = args.inner(&value, HINT);
    Some(Recaptcha::Enterprise {
        token: event.required_text("token", HINT),
        site_key: event.required_text("siteKey", HINT),
        expected_action: event.text("expectedAction", HINT),
        project_id: event.required_text("projectId", HINT),
    })
}
