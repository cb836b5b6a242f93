//! What goes into the core: everything that happens to a client, and nothing else ever changes it.

use crate::args::access_token::AccessTokenArgs;
use crate::args::login::LoginArgs;
use crate::args::password_reset::PasswordResetArgs;
use crate::args::passwordless::{PasswordlessArgs, StartedPasswordlessLogin};
use crate::args::registration::{RegistrationArgs, StartedRegistration};
use crate::args::social::SocialSignOnArgs;
use crate::secret::{OneTimeCode, Password};
use crate::session::machine::Generation;
use crate::uvid::Uvid;
use crate::world::effect::{Answer, CallId, EffectId};

/// What has happened.
pub(crate) enum Event {
    /// The app asks for something. [`Effect::Resolve`](crate::world::effect::Effect::Resolve) or `Reject` answers it, once.
    Called(CallId, Box<Call>),
    /// Whoever made this call gives it up. Where that is known before the call is made, this comes right before [`Self::Called`].
    Aborted(CallId),
    /// What an effect came to. One whose effect has ended means nothing any more.
    Answered(EffectId, Answer),
    /// Another tab has sent this.
    Heard(String),
    /// The document is back: in front, or out of the back/forward cache. It may have missed what others did.
    Woke,
    /// The app needs the client no more. Calls end with `aborted`, and what others are to learn is still told.
    Closed,
}

/// What the app asks for.
pub(crate) enum Call {
    /// Comes first: takes over what the store has.
    Open,
    Login(LoginArgs),
    ContinueAsGuest(Option<Uvid>),
    StartRegistration(RegistrationArgs),
    CompleteRegistration(StartedRegistration, OneTimeCode),
    StartPasswordlessLogin(PasswordlessArgs),
    CompletePasswordlessLogin(StartedPasswordlessLogin, OneTimeCode),
    StartPasswordReset(PasswordResetArgs),
    CompletePasswordReset {
        username: String,
        new_password: Password,
        otp: OneTimeCode,
    },
    SocialSignOnUrl(SocialSignOnArgs),
    /// With the address that the page came back to.
    CompleteSocialSignOn(String),
    /// Of the session that this generation had; without one, of the session there is.
    GetAccessToken(AccessTokenArgs, Option<Generation>),
    UserInfo,
    Logout {
        to_guest: bool,
    },
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
        let (source, rust) = (read("src/core/event.rs"), read("src/client.rs"));
        let (_, calls) = source.split_once("pub(crate) enum Call {\n").unwrap();
        let (calls, _) = calls.split_once("\n}").unwrap();
        let variants = calls.lines().map(str::trim).filter(|line| line.starts_with(char::is_uppercase));
        let names: Vec<&str> = variants.map(|line| line.split(['(', ' ', ',']).next().unwrap()).collect();
        assert!(names.len() > 10 && names.contains(&"Login"), "{names:?}");
        for name in names.iter().filter(|name| **name != "Open") {
            let camel = name[..1].to_lowercase() + &name[1..];
            for (place, before, behind) in PLACES {
                assert!(read(place).contains(&format!("{before}{camel}{behind}")), "{camel} is missing in {place}");
            }
            let word = |c: char| if c.is_uppercase() { format!("_{}", c.to_lowercase()) } else { c.to_string() };
            let snake: String = camel.chars().map(word).collect();
            assert!(rust.contains(&format!("pub async fn {snake}(")), "{snake} is missing in src/client.rs");
        }
    }
}
