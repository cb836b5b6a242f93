//! What the app may ask for.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use crate::args::access_token::AccessTokenArgs;
use crate::args::login::LoginArgs;
use crate::args::password_reset::PasswordResetArgs;
use crate::args::passwordless::{PasswordlessArgs, StartedPasswordlessLogin};
use crate::args::registration::{RegistrationArgs, StartedRegistration};
use crate::args::social::SocialSignOnArgs;
use crate::error::Error;
use crate::flow::context::Context;
use crate::flow::{access, guest, login, logout, open, password_reset, passwordless, registration, social, userinfo};
use crate::secret::{OneTimeCode, Password};
use crate::session::machine::Generation;
use crate::uvid::Uvid;
use crate::world::abort::Abort;
use crate::world::effect::Outcome;

/// A journey with its arguments that was not begun yet. It is made by a function of its own and is no name in a list, so that a Rust
/// front end links the journeys that it uses and no others: a login alone is a third smaller by that.
pub(crate) struct Journey(Box<dyn FnOnce(Rc<Context>, Abort) -> Running>);

type Running = Pin<Box<dyn Future<Output = Result<Outcome, Error>>>>;

impl Journey {
    fn of<F: Future<Output = Result<Outcome, Error>> + 'static>(
        journey: impl FnOnce(Rc<Context>, Abort) -> F + 'static,
    ) -> Self {
        Self(Box::new(|context, abort| Box::pin(journey(context, abort))))
    }

    pub fn begin(self, context: Rc<Context>, abort: Abort) -> Running {
        (self.0)(context, abort)
    }

    /// Comes first: takes over what the store has.
    pub fn open() -> Self {
        Self::of(|context, _| async move { open::open(&context).await.map(|()| Outcome::Nothing) })
    }

    pub fn login(args: LoginArgs) -> Self {
        Self::of(|context, abort| async move { login::login(&context, args, abort).await.map(Outcome::Session) })
    }

    pub fn continue_as_guest(uvid: Option<Uvid>) -> Self {
        Self::of(
            |context, abort| async move { guest::continue_as_guest(&context, uvid, abort).await.map(Outcome::Session) },
        )
    }

    pub fn start_registration(args: RegistrationArgs) -> Self {
        Self::of(
            |context, abort| async move { registration::start(&context, args, abort).await.map(Outcome::Registration) },
        )
    }

    pub fn complete_registration(started: StartedRegistration, otp: OneTimeCode) -> Self {
        Self::of(|context, abort| async move {
            registration::complete(&context, started, otp, abort).await.map(Outcome::Session)
        })
    }

    pub fn start_passwordless_login(args: PasswordlessArgs) -> Self {
        Self::of(|context, abort| async move {
            passwordless::start(&context, args, abort).await.map(Outcome::PasswordlessLogin)
        })
    }

    pub fn complete_passwordless_login(started: StartedPasswordlessLogin, otp: OneTimeCode) -> Self {
        Self::of(|context, abort| async move {
            passwordless::complete(&context, started, otp, abort).await.map(Outcome::Session)
        })
    }

    pub fn start_password_reset(args: PasswordResetArgs) -> Self {
        Self::of(|context, abort| async move {
            password_reset::start(&context, args, abort).await.map(|()| Outcome::Nothing)
        })
    }

    pub fn complete_password_reset(username: String, new_password: Password, otp: OneTimeCode) -> Self {
        Self::of(|context, abort| async move {
            password_reset::complete(&context, username, new_password, otp, abort).await.map(|()| Outcome::Nothing)
        })
    }

    pub fn social_sign_on_url(args: SocialSignOnArgs) -> Self {
        Self::of(|context, abort| async move { social::url(&context, args, abort).await.map(Outcome::Address) })
    }

    /// With the address that the page came back to.
    pub fn complete_social_sign_on(callback_url: String) -> Self {
        Self::of(
            |context, abort| async move { social::complete(&context, callback_url, abort).await.map(Outcome::Social) },
        )
    }

    /// Of the session that this generation had; without one, of the session there is.
    pub fn get_access_token(args: AccessTokenArgs, began_in: Option<Generation>) -> Self {
        Self::of(move |context, abort| async move {
            let began_in = began_in.unwrap_or_else(|| context.keeper.generation());
            access::fresh(&context, began_in, args, abort).await.map(Outcome::Token)
        })
    }

    pub fn user_info() -> Self {
        Self::of(|context, abort| async move { userinfo::user_info(&context, abort).await.map(Outcome::Claims) })
    }

    pub fn logout(to_guest: bool) -> Self {
        Self::of(move |context, abort| async move {
            logout::logout(&context, to_guest, abort).await.map(|()| Outcome::Nothing)
        })
    }
}

#[cfg(test)]
mod tests {
    /// Where each call has its place, in JavaScript's spelling, with what stands before and behind its name there.
    const PLACES: &[(&str, &str, &str)] = &[
        ("src/js/calls.rs", "\"", "\" =>"),
        ("pkg/src/client.ts", "", ""),
        ("pkg/src/driver/journeys.ts", "  ", ":"),
        ("pkg/src/react/forward.ts", "", ""),
        ("pkg/src/testing/client.ts", "", ""),
        ("pkg/src/testing/script.ts", "  ", ":"),
        ("pkg/src/types/client.ts", "  ", "("),
        ("pkg/README.md", "`", "("),
    ];

    /// Nothing but the compiler and this test keeps them together: whoever adds a call is told what else wants a line.
    #[test]
    fn every_call_is_in_every_place() {
        let read = |path| std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let (source, rust) = (read("src/core/journey.rs"), read("src/client.rs"));
        let makers =
            source.lines().filter_map(|line| line.strip_prefix("    pub fn ")).filter(|line| line.ends_with("Self {"));
        let names: Vec<&str> = makers.map(|line| line.split('(').next().unwrap()).collect();
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
