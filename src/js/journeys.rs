//! The journeys: what each reads of its arguments, and the call that it makes with them. They are read at once and completely, so that
//! a form may be cleared as soon as the call is made.

use std::time::Duration;

use wasm_bindgen::JsValue;

use crate::args::access_token::AccessTokenArgs;
use crate::args::login::LoginArgs;
use crate::args::password_reset::PasswordResetArgs;
use crate::args::passwordless::{PasswordlessArgs, StartedPasswordlessLogin};
use crate::args::registration::{NewUser, RegistrationArgs, StartedRegistration};
use crate::args::social::SocialSignOnArgs;
use crate::core::event::Call;
use crate::js::args::{Args, text};
use crate::secret::{AccessToken, OneTimeCode, Password};
use crate::session::machine::Generation;
use crate::uvid::Uvid;
use crate::wire::authorize::VerificationMethod;
use crate::wire::person::Person;
use crate::wire::recaptcha::Recaptcha;
use crate::wire::start::StartOptions;

pub(super) fn login(args: &Args) -> Call {
    Call::Login(LoginArgs { person: person(args), password: password(args, "password") })
}

pub(super) fn continue_as_guest(args: &Args) -> Call {
    let uvid = args.text("uvid", "uvid must be a string: a version 4 UUID.");
    Call::ContinueAsGuest(uvid.and_then(|uvid| args.checked(Uvid::parse(&uvid))))
}

pub(super) fn start_registration(args: &Args) -> Call {
    Call::StartRegistration(RegistrationArgs {
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
    })
}

pub(super) fn complete_registration(args: &Args) -> Call {
    Call::CompleteRegistration(StartedRegistration::resume(identifier(args), method(args)), otp(args))
}

pub(super) fn start_passwordless_login(args: &Args) -> Call {
    let (person, method) = (person(args), method(args));
    Call::StartPasswordlessLogin(PasswordlessArgs { person, method, options: options(args, false) })
}

pub(super) fn complete_passwordless_login(args: &Args) -> Call {
    Call::CompletePasswordlessLogin(StartedPasswordlessLogin::resume(identifier(args), method(args)), otp(args))
}

pub(super) fn start_password_reset(args: &Args) -> Call {
    Call::StartPasswordReset(PasswordResetArgs { person: person(args), options: options(args, true) })
}

pub(super) fn complete_password_reset(args: &Args) -> Call {
    let (username, otp) = (args.required_text("username", USERNAME), otp(args));
    Call::CompletePasswordReset { username, new_password: password(args, "newPassword"), otp }
}

pub(super) fn social_sign_on_url(args: &Args) -> Call {
    Call::SocialSignOnUrl(SocialSignOnArgs {
        provider: args.required_text("provider", "provider must be a non-empty string."),
        redirect_uri: args.required_text("redirectUri", "redirectUri must be a non-empty string."),
        return_to: args.text("returnTo", "returnTo must be a string."),
    })
}

/// `address` is the one that the page came back to: a string or a `URL`.
pub(super) fn complete_social_sign_on(args: &Args, address: &JsValue) -> Call {
    const HINT: &str = "callbackUrl must be a string or a URL: the page's full address.";
    Call::CompleteSocialSignOn(text(address).unwrap_or_else(|| args.inner(address, HINT).required_text("href", HINT)))
}

pub(super) fn get_access_token(args: &Args, began_in: Option<Generation>) -> Call {
    let wanted = AccessTokenArgs {
        min_ttl: args.number("minTtlSec", "minTtlSec must be a number of seconds, not negative.").map(seconds),
        force_refresh: args.flag("forceRefresh", "forceRefresh must be a boolean."),
    };
    Call::GetAccessToken(wanted, began_in)
}

pub(super) fn logout(args: &Args) -> Call {
    Call::Logout { to_guest: args.flag("toGuest", "toGuest must be a boolean.") }
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
