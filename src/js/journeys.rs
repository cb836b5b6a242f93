//! The arguments of each journey. Read at once and completely, so that a form may be cleared as soon as the call is made.

use std::time::Duration;

use wasm_bindgen::JsValue;

use crate::error::Error;
use crate::flow::access::AccessTokenArgs;
use crate::flow::login::LoginArgs;
use crate::flow::password_reset::PasswordResetArgs;
use crate::flow::passwordless::{PasswordlessArgs, StartedPasswordlessLogin};
use crate::flow::registration::{NewUser, RegistrationArgs, StartedRegistration};
use crate::flow::social::SocialSignOnArgs;
use crate::js::args::{Args, Read, text};
use crate::js::signal::Signal;
use crate::secret::{AccessToken, OneTimeCode, Password};
use crate::uvid::Uvid;
use crate::wire::authorize::VerificationMethod;
use crate::wire::person::Person;
use crate::wire::recaptcha::Recaptcha;

pub(super) fn login(args: &JsValue) -> Read<LoginArgs> {
    let args = Args::new(args)?;
    let person = person(&args)?;
    let password = password(&args, "password", "password must be a non-empty string.")?;
    Ok((LoginArgs { person, password }, args.signal()?))
}

pub(super) fn guest(args: &JsValue) -> Read<Option<Uvid>> {
    let Some(args) = Args::optional(args)? else { return Ok((None, Signal::none())) };
    let uvid = args.text("uvid", "uvid must be a string: a version 4 UUID.")?;
    Ok((uvid.as_deref().map(Uvid::parse).transpose()?, args.signal()?))
}

pub(super) fn registration(args: &JsValue) -> Read<RegistrationArgs> {
    let args = Args::new(args)?;
    let user = NewUser {
        first_name: args.required_text("firstName", "firstName must be a non-empty string.")?,
        last_name: args.required_text("lastName", "lastName must be a non-empty string.")?,
        email: args.required_text("email", "email must be a non-empty string.")?,
        username: args.required_text("username", "username must be a non-empty string.")?,
        password: password(&args, "password", "password must be a non-empty string.")?,
    };
    let read = RegistrationArgs {
        user,
        method: method(&args)?,
        custom_data: args.json_object("customData", CUSTOM_DATA)?,
        recaptcha: recaptcha(&args)?,
        email_template: email_template(&args)?,
        bearer: bearer(&args)?,
    };
    Ok((read, args.signal()?))
}

pub(super) fn registration_code(args: &JsValue) -> Read<(StartedRegistration, OneTimeCode)> {
    let args = Args::new(args)?;
    let (identifier, otp) = (identifier(&args)?, otp(&args)?);
    Ok(((StartedRegistration::resume(identifier, method(&args)?), otp), args.signal()?))
}

pub(super) fn passwordless(args: &JsValue) -> Read<PasswordlessArgs> {
    let args = Args::new(args)?;
    let read = PasswordlessArgs {
        person: person(&args)?,
        method: method(&args)?,
        recaptcha: recaptcha(&args)?,
        bearer: bearer(&args)?,
    };
    Ok((read, args.signal()?))
}

pub(super) fn passwordless_code(args: &JsValue) -> Read<(StartedPasswordlessLogin, OneTimeCode)> {
    let args = Args::new(args)?;
    let (identifier, otp) = (identifier(&args)?, otp(&args)?);
    Ok(((StartedPasswordlessLogin::resume(identifier, method(&args)?), otp), args.signal()?))
}

pub(super) fn password_reset(args: &JsValue) -> Read<PasswordResetArgs> {
    let args = Args::new(args)?;
    let read = PasswordResetArgs {
        person: person(&args)?,
        recaptcha: recaptcha(&args)?,
        email_template: email_template(&args)?,
        bearer: bearer(&args)?,
    };
    Ok((read, args.signal()?))
}

pub(super) fn new_password(args: &JsValue) -> Read<(String, Password, OneTimeCode)> {
    let args = Args::new(args)?;
    let username = args.required_text("username", "username must be a non-empty string.")?;
    let password = password(&args, "newPassword", "newPassword must be a non-empty string.")?;
    Ok(((username, password, otp(&args)?), args.signal()?))
}

pub(super) fn social_sign_on(args: &JsValue) -> Read<SocialSignOnArgs> {
    let args = Args::new(args)?;
    let read = SocialSignOnArgs {
        provider: args.required_text("provider", "provider must be a non-empty string.")?,
        redirect_uri: args.required_text("redirectUri", "redirectUri must be a non-empty string.")?,
        return_to: args.text("returnTo", "returnTo must be a string.")?,
    };
    Ok((read, args.signal()?))
}

/// The address that the page came back to: a string or a `URL`.
pub(super) fn callback_url(address: &JsValue, options: &JsValue) -> Read<String> {
    const HINT: &str = "callbackUrl must be a string or a URL: the page's full address.";
    let read = match text(address) {
        Some(read) => read,
        None => Args::of(address, Error::argument, HINT)?.required_text("href", HINT)?,
    };
    Ok((read, signal(options)?.1))
}

pub(super) fn access_token(options: &JsValue) -> Read<AccessTokenArgs> {
    const MIN_TTL: &str = "minTtlSec must be a number of seconds, not negative.";
    const FORCE: &str = "forceRefresh must be a boolean.";
    let Some(args) = Args::optional(options)? else { return Ok((AccessTokenArgs::default(), Signal::none())) };
    let mut read = AccessTokenArgs::default();
    if let Some(seconds) = args.number("minTtlSec", MIN_TTL)? {
        if seconds < 0.0 {
            return Err(Error::argument(MIN_TTL));
        }
        read.min_ttl = Some(Duration::from_millis((seconds * 1000.0) as u64));
    }
    read.force_refresh = args.flag("forceRefresh", FORCE)?;
    Ok((read, args.signal()?))
}

pub(super) fn logout(options: &JsValue) -> Read<bool> {
    let Some(args) = Args::optional(options)? else { return Ok((false, Signal::none())) };
    Ok((args.flag("toGuest", "toGuest must be a boolean.")?, args.signal()?))
}

/// A call that takes nothing but a signal.
pub(super) fn signal(options: &JsValue) -> Read<()> {
    let signal = Args::optional(options)?.map(|args| args.signal()).transpose()?;
    Ok(((), signal.unwrap_or_else(Signal::none)))
}

const CUSTOM_DATA: &str = "customData must be an object that has a JSON form.";

fn person(args: &Args<'_>) -> Result<Person, Error> {
    const HINT: &str = "Give either username or loginHint, a non-empty string.";
    let username = args.text("username", HINT)?;
    let login_hint = args.text("loginHint", HINT)?;
    let person = match (username, login_hint) {
        (Some(username), None) => Person::Username(username),
        (None, Some(login_hint)) => {
            Person::LoginHint { login_hint, custom_data: args.json_object("customData", CUSTOM_DATA)? }
        }
        _ => return Err(Error::argument(HINT)),
    };
    person.check()?;
    Ok(person)
}

fn password(args: &Args<'_>, key: &str, hint: &'static str) -> Result<Password, Error> {
    args.required_text(key, hint).map(Password::from)
}

fn otp(args: &Args<'_>) -> Result<OneTimeCode, Error> {
    args.required_text("otp", "otp must be a non-empty string: the code as the person typed it.").map(OneTimeCode::from)
}

fn identifier(args: &Args<'_>) -> Result<String, Error> {
    args.required_text("identifier", "identifier must be the string that the start of this journey answered.")
}

fn method(args: &Args<'_>) -> Result<VerificationMethod, Error> {
    const HINT: &str = "method must be \"email\" or \"sms\".";
    match args.required_text("method", HINT)?.as_str() {
        "email" => Ok(VerificationMethod::Email),
        "sms" => Ok(VerificationMethod::Sms),
        _ => Err(Error::argument(HINT)),
    }
}

fn email_template(args: &Args<'_>) -> Result<Option<String>, Error> {
    args.text("emailTemplate", "emailTemplate must be a string: an id or a name.")
}

fn bearer(args: &Args<'_>) -> Result<Option<AccessToken>, Error> {
    const HINT: &str = "bearer must be an access token of an integration user.";
    match args.text("bearer", HINT)? {
        Some(token) if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) => {
            Err(Error::argument(HINT))
        }
        token => Ok(token.map(AccessToken::from)),
    }
}

fn recaptcha(args: &Args<'_>) -> Result<Option<Recaptcha>, Error> {
    const HINT: &str = "recaptcha must be a token, or { token, siteKey, expectedAction?, projectId }.";
    let Some(value) = args.get("recaptcha", HINT)? else { return Ok(None) };
    if let Some(token) = text(&value).filter(|token| !token.is_empty()) {
        return Ok(Some(Recaptcha::Token(token)));
    }
    let event = Args::of(&value, Error::argument, HINT)?;
    Ok(Some(Recaptcha::Enterprise {
        token: event.required_text("token", HINT)?,
        site_key: event.required_text("siteKey", HINT)?,
        expected_action: event.text("expectedAction", HINT)?,
        project_id: event.required_text("projectId", HINT)?,
    }))
}
