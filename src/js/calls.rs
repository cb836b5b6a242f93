//! Calls of the app, by their names in JavaScript. Types are the driver's business, what a text must be like is the crate's.

use crate::args::access_token::AccessTokenArgs;
use crate::args::login::LoginArgs;
use crate::args::password_reset::PasswordResetArgs;
use crate::args::passwordless::{PasswordlessArgs, StartedPasswordlessLogin};
use crate::args::registration::{NewUser, RegistrationArgs, StartedRegistration};
use crate::args::social::SocialSignOnArgs;
use crate::core::journey::Journey;
use crate::error::Error;
use crate::js::read::Members;
use crate::session::machine::Generation;
use crate::uvid::Uvid;
use crate::wire::authorize::VerificationMethod;
use crate::wire::person::Person;
use crate::wire::recaptcha::Recaptcha;
use crate::wire::start::StartOptions;

/// `None` for a name that is no call's.
///
/// # Errors
/// `invalid_argument`.
pub(super) fn read(name: &str, mut args: Members) -> Result<Option<Journey>, Error> {
    let args = &mut args;
    Ok(Some(match name {
        "login" => {
            let password = args.required("password").into(); // first: it is wiped also where the person is refused
            Journey::login(LoginArgs { person: person(args)?, password })
        }
        "continueAsGuest" => Journey::continue_as_guest(match args.text("uvid") {
            Some(uvid) => Some(Uvid::parse(&uvid)?),
            None => None,
        }),
        "startRegistration" => Journey::start_registration(RegistrationArgs {
            user: NewUser {
                first_name: args.required("firstName"),
                last_name: args.required("lastName"),
                email: args.required("email"),
                username: args.required("username"),
                password: args.required("password").into(),
            },
            method: method(args),
            custom_data: args.text("customData"),
            options: options(args),
        }),
        "completeRegistration" => Journey::complete_registration(
            StartedRegistration::resume(args.required("identifier"), method(args)),
            args.required("otp").into(),
        ),
        "startPasswordlessLogin" => Journey::start_passwordless_login(PasswordlessArgs {
            person: person(args)?,
            method: method(args),
            options: options(args),
        }),
        "completePasswordlessLogin" => Journey::complete_passwordless_login(
            StartedPasswordlessLogin::resume(args.required("identifier"), method(args)),
            args.required("otp").into(),
        ),
        "startPasswordReset" => {
            Journey::start_password_reset(PasswordResetArgs { person: person(args)?, options: options(args) })
        }
        "completePasswordReset" => {
            let new_password = args.required("newPassword").into();
            Journey::complete_password_reset(args.required("username"), new_password, args.required("otp").into())
        }
        "socialSignOnUrl" => Journey::social_sign_on_url(SocialSignOnArgs {
            provider: args.required("provider"),
            redirect_uri: args.required("redirectUri"),
            return_to: args.text("returnTo"),
        }),
        "completeSocialSignOn" => Journey::complete_social_sign_on(args.required("url")),
        "getAccessToken" => {
            let wanted = AccessTokenArgs { min_ttl: args.millis("minTtlMs"), force_refresh: args.flag("forceRefresh") };
            Journey::get_access_token(wanted, args.number("generation").map(|number| Generation(number as u32)))
        }
        "userInfo" => Journey::user_info(),
        "logout" => Journey::logout(args.flag("toGuest")),
        _ => return Ok(None),
    }))
}

fn person(args: &mut Members) -> Result<Person, Error> {
    let person = match args.text("loginHint") {
        Some(login_hint) => Person::LoginHint { login_hint, custom_data: args.text("customData") },
        None => Person::Username(args.required("username")),
    };
    person.check().map(|()| person)
}

fn method(args: &mut Members) -> VerificationMethod {
    match args.text("method").as_deref() {
        Some("sms") => VerificationMethod::Sms,
        _ => VerificationMethod::Email,
    }
}

fn options(args: &mut Members) -> StartOptions {
    StartOptions {
        recaptcha: recaptcha(args),
        email_template: args.text("emailTemplate"),
        bearer: args.text("bearer").map(Into::into),
    }
}

fn recaptcha(args: &mut Members) -> Option<Recaptcha> {
    let mut event = args.inner("recaptcha")?;
    let token = event.required("token");
    Some(match event.text("siteKey") {
        None => Recaptcha::Token(token),
        Some(site_key) => Recaptcha::Enterprise {
            token,
            site_key,
            expected_action: event.text("expectedAction"),
            project_id: event.required("projectId"),
        },
    })
}
