//! What the app may ask for.

use std::future::Future;
use std::rc::Rc;

use crate::args::access_token::AccessTokenArgs;
use crate::args::login::LoginArgs;
use crate::args::password_reset::PasswordResetArgs;
use crate::args::passwordless::{PasswordlessArgs, StartedPasswordlessLogin};
use crate::args::registration::{RegistrationArgs, StartedRegistration};
use crate::args::social::SocialSignOnArgs;
use crate::context::call::Call;
use crate::error::{Error, Step};
use crate::flow::{
    access, guest, login, logout, one_time_code, open, password_reset, passwordless, registration, social, userinfo,
};
use crate::secret::{OneTimeCode, Password};
use crate::session::boundary::Generation;
use crate::uvid::Uvid;
use crate::wire::authorize::{OtpFlow, VerificationMethod};
use crate::world::effect::Outcome;
use crate::world::shared::Running;

/// A journey with its arguments that was not begun yet. Each is made by a function of its own and is not an enum variant, so that a Rust
/// front end links the journeys that it uses and no others: a login alone is a third smaller by that.
pub(crate) struct Journey {
    /// The step that an error names if the call ends before the journey begins.
    pub step: Step,
    pub begin: Box<dyn FnOnce(Rc<Call>) -> Running>,
}

impl Journey {
    fn of<F>(step: Step, begin: impl FnOnce(Rc<Call>) -> F + 'static) -> Self
    where
        F: Future<Output = Result<Outcome, Error>> + 'static,
    {
        Self { step, begin: Box::new(|call| Box::pin(begin(call))) }
    }

    /// Comes first: takes over what the store has.
    pub fn open() -> Self {
        Self::of(Step::Storage, open::open)
    }

    pub fn login(args: LoginArgs) -> Self {
        let args = Box::new(args);
        Self::of(Step::Authorize, |call| login::login(call, args))
    }

    pub fn continue_as_guest(uvid: Option<Uvid>) -> Self {
        Self::of(Step::Authorize, |call| guest::continue_as_guest(call, uvid))
    }

    pub fn start_registration(args: RegistrationArgs) -> Self {
        let args = Box::new(args);
        Self::of(Step::Registration, |call| registration::start(call, args))
    }

    pub fn complete_registration(started: StartedRegistration, code: OneTimeCode) -> Self {
        Self::complete(OtpFlow::Registration, started.identifier, code, started.method)
    }

    pub fn start_passwordless_login(args: PasswordlessArgs) -> Self {
        let args = Box::new(args);
        Self::of(Step::Passwordless, |call| passwordless::start(call, args))
    }

    pub fn complete_passwordless_login(started: StartedPasswordlessLogin, code: OneTimeCode) -> Self {
        Self::complete(OtpFlow::Passwordless, started.identifier, code, started.method)
    }

    fn complete(flow: OtpFlow, identifier: String, code: OneTimeCode, method: VerificationMethod) -> Self {
        let args = Box::new(one_time_code::Completion { flow, identifier, code, method });
        Self::of(Step::Authorize, |call| one_time_code::complete(call, args))
    }

    pub fn start_password_reset(args: PasswordResetArgs) -> Self {
        let args = Box::new(args);
        Self::of(Step::PasswordReset, |call| password_reset::start(call, args))
    }

    pub fn complete_password_reset(username: String, new_password: Password, code: OneTimeCode) -> Self {
        let args = Box::new(password_reset::Completion { username, new_password, code });
        Self::of(Step::PasswordReset, |call| password_reset::complete(call, args))
    }

    pub fn social_sign_on_url(args: SocialSignOnArgs) -> Self {
        let args = Box::new(args);
        Self::of(Step::Authorize, |call| social::start(call, args))
    }

    /// With the address that the page came back to.
    pub fn complete_social_sign_on(callback_url: String) -> Self {
        Self::of(Step::Callback, |call| social::complete(call, callback_url))
    }

    /// Of the session that this generation had; without one, of the session there is.
    pub fn get_access_token(args: AccessTokenArgs, generation: Option<Generation>) -> Self {
        let args = Box::new(args);
        Self::of(Step::Refresh, move |call| access::get_access_token(call, generation, args))
    }

    pub fn user_info() -> Self {
        Self::of(Step::Userinfo, userinfo::user_info)
    }

    pub fn logout(to_guest: bool) -> Self {
        Self::of(Step::Revoke, move |call| logout::logout(call, to_guest))
    }
}

#[cfg(test)]
mod tests {
    /// Where each call has its place, in JavaScript's spelling, with what stands before and behind its name there.
    const PLACES: &[(&str, &str, &str)] = &[
        ("src/js/calls.rs", "\"", "\" =>"),
        ("pkg/src/types/client.ts", "  ", "("), // the compiler finds it missing in the other files there
        ("pkg/README.md", "`", "("),
    ];

    /// Nothing but the compiler and this test keeps them together: it names the places that a new call is missing in.
    #[test]
    fn every_call_is_in_every_place() {
        let read = |path| std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let (source, rust) = (read("src/core/journey.rs"), read("src/client.rs"));
        let makers = source.split("impl Journey {").nth(1).unwrap().split("\n}").next().unwrap();
        let names: Vec<&str> =
            makers.split("\n    pub fn ").skip(1).map(|maker| maker.split('(').next().unwrap()).collect();
        assert!(names.len() > 10 && names.contains(&"login"), "{names:?}");
        for name in names.iter().filter(|name| **name != "open") {
            let words = name.split('_').enumerate();
            let camel: String = words
                .map(|(place, word)| if place == 0 { word.to_owned() } else { word[..1].to_uppercase() + &word[1..] })
                .collect();
            for (place, before, behind) in PLACES {
                assert!(read(place).contains(&format!("{before}{camel}{behind}")), "{camel} is missing in {place}");
            }
            assert!(rust.contains(&format!("pub async fn {name}(")), "{name} is missing in src/client.rs");
        }
    }
}
