//! Calls of the app, by their names in JavaScript. Types are the driver's business, what a text must be like is the crate's.

use crate::args::access_token::AccessTokenArgs;
use crate::args::login::LoginArgs;
use crate::args::password_reset::PasswordResetArgs;
use crate::args::passwordless::{PasswordlessArgs, StartedPasswordlessLogin};
use crate::args::registration::{NewUser, RegistrationArgs, StartedRegistration};
use crate::args::social::SocialSignOnArgs;
use crate::core::journey::Journey;
use crate::error::Error;
use crate::js::read::{flag, required};
use crate::json::Value;
use crate::secret::AccessToken;
use crate::session::boundary::Generation;
use crate::uvid::Uvid;
use crate::wire::authorize::VerificationMethod;
use crate::wire::person::Person;
use crate::wire::recaptcha::Recaptcha;
use crate::wire::start::StartOptions;

/// `None` for a name that is no call's.
///
/// # Errors
/// `invalid_argument`.
pub(super) fn read(name: &str, args: Value<'_>) -> Result<Option<Journey>, Error> {
    Ok(Some(match name {
        "login" => Journey::login(LoginArgs { person: person(args), password: required(args, "password").into() }),
        "continueAsGuest" => Journey::continue_as_guest(match args.str("uvid") {
            Some(uvid) => Some(Uvid::parse(&uvid)?),
            None => None,
        }),
        "startRegistration" => Journey::start_registration(RegistrationArgs {
            user: NewUser {
                first_name: required(args, "firstName"),
                last_name: required(args, "lastName"),
                email: required(args, "email"),
                username: required(args, "username"),
                password: required(args, "password").into(),
            },
            method: method(args),
            custom_data: args.str("customData"),
            options: options(args),
        }),
        "completeRegistration" => Journey::complete_registration(
            StartedRegistration::resume(required(args, "identifier"), method(args)),
            required(args, "otp").into(),
        ),
        "startPasswordlessLogin" => Journey::start_passwordless_login(PasswordlessArgs {
            person: person(args),
            method: method(args),
            options: options(args),
        }),
        "completePasswordlessLogin" => Journey::complete_passwordless_login(
            StartedPasswordlessLogin::resume(required(args, "identifier"), method(args)),
            required(args, "otp").into(),
        ),
        "startPasswordReset" => {
            Journey::start_password_reset(PasswordResetArgs { person: person(args), options: options(args) })
        }
        "completePasswordReset" => {
            let new_password = required(args, "newPassword").into();
            Journey::complete_password_reset(required(args, "username"), new_password, required(args, "otp").into())
        }
        "socialSignOnUrl" => Journey::social_sign_on_url(SocialSignOnArgs {
            provider: required(args, "provider"),
            redirect_uri: required(args, "redirectUri"),
            return_to: args.str("returnTo"),
        }),
        "completeSocialSignOn" => Journey::complete_social_sign_on(required(args, "url")),
        "getAccessToken" => {
            let wanted = AccessTokenArgs {
                min_ttl_ms: args.whole("minTtlMs"),
                force_refresh: flag(args, "forceRefresh"),
                refused: args.str("refused").map(AccessToken::from),
            };
            Journey::get_access_token(wanted, args.whole("generation").map(|number| Generation(number as u32)))
        }
        "userInfo" => Journey::user_info(),
        "logout" => Journey::logout(flag(args, "toGuest")),
        _ => return Ok(None),
    }))
}

fn person(args: Value<'_>) -> Person {
    match args.str("loginHint") {
        Some(login_hint) => Person::LoginHint { login_hint, custom_data: args.str("customData") },
        None => Person::Username(required(args, "username")),
    }
}

fn method(args: Value<'_>) -> VerificationMethod {
    match args.str("method").as_deref() {
        Some("sms") => VerificationMethod::Sms,
        _ => VerificationMethod::Email,
    }
}

fn options(args: Value<'_>) -> StartOptions {
    StartOptions {
        recaptcha: recaptcha(args),
        email_template: args.str("emailTemplate"),
        bearer: args.str("bearer").map(Into::into),
    }
}

fn recaptcha(args: Value<'_>) -> Option<Recaptcha> {
    let event = args.get("recaptcha")?;
    let token = required(event, "token");
    Some(match event.str("siteKey") {
        None => Recaptcha::Token(token),
        Some(site_key) => Recaptcha::Enterprise {
            token,
            site_key,
            expected_action: event.str("expectedAction"),
            project_id: required(event, "projectId"),
        },
    })
}
