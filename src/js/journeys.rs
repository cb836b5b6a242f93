//! The journeys: what each reads of its arguments, and what it begins with them. They are read at once and completely, so that
//! a form may be cleared as soon as the call is made.

use std::rc::Rc;
use std::time::Duration;

use wasm_bindgen::JsValue;

use crate::boxed::Begun;
use crate::browser::Browser;
use crate::flow::access::{self, AccessTokenArgs};
use crate::flow::login::{self, LoginArgs};
use crate::flow::password_reset::{self, PasswordResetArgs};
use crate::flow::passwordless::{self, PasswordlessArgs, StartedPasswordlessLogin};
use crate::flow::registration::{self, NewUser, RegistrationArgs, StartedRegistration};
use crate::flow::social::{self, SocialSignOnArgs};
use crate::flow::{context, guest, logout, userinfo};
use crate::js::args::{Args, text};
use crate::json::Json;
use crate::secret::{AccessToken, OneTimeCode, Password};
use crate::session::facts::{Session, SocialSession};
use crate::session::kept::Kept;
use crate::session::machine::Generation;
use crate::uvid::Uvid;
use crate::wire::authorize::VerificationMethod;
use crate::wire::person::Person;
use crate::wire::recaptcha::Recaptcha;
use crate::wire::start::StartOptions;

pub(super) type Context = Rc<context::Context<Browser>>;

pub(super) fn login(context: &Context, args: &Args) -> Begun<Rc<Session>> {
    let login = LoginArgs { person: person(args), password: password(args, "password") };
    login::login(context, &login, args.begin()?)
}

pub(super) fn continue_as_guest(context: &Context, args: &Args) -> Begun<Rc<Session>> {
    let uvid = args.text("uvid", "uvid must be a string: a version 4 UUID.");
    let uvid = uvid.and_then(|uvid| args.checked(Uvid::parse(&uvid)));
    guest::continue_as_guest(context, uvid, args.begin()?)
}

pub(super) fn start_registration(context: &Context, args: &Args) -> Begun<StartedRegistration> {
    let registration = RegistrationArgs {
        user: NewUser {
            first_name: args.required_text("firstName", "firstName must be a non-empty string."),
            last_name: args.required_text("lastName", "lastName must be a non-empty string."),
            email: args.required_text("email", "email must be a non-empty string."),
            username: args.required_text("username", USERNAME),
            password: password(args, "password"),
        },
        method: method(args),
        custom_data: args.json_object("customData", CUSTOM_DATA),
        options: options(args, true),
    };
    registration::start(context, &registration, args.begin()?)
}

pub(super) fn complete_registration(context: &Context, args: &Args) -> Begun<Rc<Session>> {
    let (started, otp) = (StartedRegistration::resume(identifier(args), method(args)), otp(args));
    registration::complete(context, &started, &otp, args.begin()?)
}

pub(super) fn start_passwordless_login(context: &Context, args: &Args) -> Begun<StartedPasswordlessLogin> {
    let login = PasswordlessArgs { person: person(args), method: method(args), options: options(args, false) };
    passwordless::start(context, &login, args.begin()?)
}

pub(super) fn complete_passwordless_login(context: &Context, args: &Args) -> Begun<Rc<Session>> {
    let (started, otp) = (StartedPasswordlessLogin::resume(identifier(args), method(args)), otp(args));
    passwordless::complete(context, &started, &otp, args.begin()?)
}

pub(super) fn start_password_reset(context: &Context, args: &Args) -> Begun<()> {
    let reset = PasswordResetArgs { person: person(args), options: options(args, true) };
    password_reset::start(context, &reset, args.begin()?)
}

pub(super) fn complete_password_reset(context: &Context, args: &Args) -> Begun<()> {
    let (username, otp) = (args.required_text("username", USERNAME), otp(args));
    let password = password(args, "newPassword");
    password_reset::complete(context, &username, &password, &otp, args.begin()?)
}

pub(super) fn social_sign_on_url(context: &Context, args: &Args) -> Begun<String> {
    let sign_on = SocialSignOnArgs {
        provider: args.required_text("provider", "provider must be a non-empty string."),
        redirect_uri: args.required_text("redirectUri", "redirectUri must be a non-empty string."),
        return_to: args.text("returnTo", "returnTo must be a string."),
    };
    social::url(context, sign_on, args.begin()?)
}

/// `address` is the one that the page came back to: a string or a `URL`.
pub(super) fn complete_social_sign_on(context: &Context, args: &Args, address: &JsValue) -> Begun<SocialSession> {
    const HINT: &str = "callbackUrl must be a string or a URL: the page's full address.";
    let address = text(address).unwrap_or_else(|| args.inner(address, HINT).required_text("href", HINT));
    social::complete(context, &address, args.begin()?)
}

pub(super) fn get_access_token(context: &Context, args: &Args, began_in: Generation) -> Begun<Kept> {
    let wanted = AccessTokenArgs {
        min_ttl: args.number("minTtlSec", "minTtlSec must be a number of seconds, not negative.").map(seconds),
        force_refresh: args.flag("forceRefresh", "forceRefresh must be a boolean."),
    };
    access::fresh(context, began_in, wanted, args.begin()?)
}

pub(super) fn user_info(context: &Context, args: &Args) -> Begun<Json> {
    userinfo::user_info(context, args.begin()?)
}

pub(super) fn logout(context: &Context, args: &Args) -> Begun<()> {
    let to_guest = args.flag("toGuest", "toGuest must be a boolean.");
    logout::logout(context, to_guest, args.begin()?)
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

fn options(args: &Args, has_template: bool) -> StartOptions {
    StartOptions {
        recaptcha: recaptcha(args),
        email_template: if has_template { email_template(args) } else { None },
        bearer: bearer(args),
    }
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
