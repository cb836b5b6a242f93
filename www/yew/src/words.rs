//! What a failed journey says: a sentence for the customer, the facts for the developer.
//!
//! The customer's sentence never explains the shop's set-up and never says which of two fields was wrong: that would tell a
//! stranger who is a customer here.

use headless_identity::{Code, Error, Event, EventKind, Step};

pub const EXPIRED: &str = "Your session has ended. Please sign in again.";

pub fn for_customer(error: &Error) -> String {
    if error.step() == Step::Callback && error.error() == Some("access_denied") {
        return "You did not finish signing in over there. Try it again, or sign in with your password.".to_owned();
    }
    match error.code() {
        Code::Aborted => "Signing in was stopped. Nothing has changed.",
        Code::InvalidArgument => "There is a character in there that we cannot send. Please type it again.",
        Code::InvalidCredentials => "That email and password do not belong together. Please check both and try again.",
        Code::InvalidOtp => {
            "That code is not right, or no longer good. Check it and type it again, or have another one sent."
        }
        Code::OtpAttemptsExceeded => "That code was tried too often. Please have another one sent.",
        // The policy's own text says what to do; it is written for the person.
        Code::PasswordPolicy => {
            return match error.error_description() {
                Some(policy) => format!("Please choose another password. {policy}."),
                None => "Please choose a stronger password.".to_owned(),
            };
        }
        Code::Network | Code::Timeout => "We cannot reach the shop just now. Check your connection and try again.",
        Code::RateLimited => "That was a lot of tries in a short time. Please wait a few minutes, then try again.",
        Code::SessionExpired => EXPIRED,
        Code::StateMismatch => "That way of signing in was used already, or took too long. Please try it again.",
        Code::UserInactive => "This account is switched off. Ask the shop to switch it on again.",
        _ if error.retryable() => "Something went wrong on our side. Please try again in a moment.",
        // A set-up that only the shop can mend.
        _ => "This does not work at the moment. That is our fault, not yours; please try again later.",
    }
    .to_owned()
}

/// What a site's registration handler refuses is about what the person typed, and its text is meant for them.
pub fn said_by_the_shop(error: &Error) -> Option<String> {
    let is_refusal = error.code() == Code::ServerError && error.status() == Some(400);
    let said = error.error_description().filter(|_| is_refusal)?;
    Some(format!("We could not open the account: {said}."))
}

/// Term and text of everything the error knows. No secret and nothing typed is among it.
pub fn for_developer(error: &Error) -> Vec<(&'static str, String)> {
    let said: Vec<&str> = [error.error(), error.error_description()].into_iter().flatten().collect();
    let facts = [
        ("Code", error.code().to_string()),
        ("Step", error.step().to_string()),
        ("HTTP status", error.status().map(|status| status.to_string()).unwrap_or_default()),
        ("Server said", said.join(": ")),
        ("Hint", error.hint().into_owned()),
    ];
    facts.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

pub fn of_event(event: &Event) -> String {
    let meaning = match event.kind {
        EventKind::SignedIn => "Authorize, echo and token went through. The session is kept.",
        EventKind::Guest => "A visitor without a name has a session, and with it an id.",
        EventKind::Refreshed => "The token was renewed.",
        EventKind::Expired => "The session ended and cannot be renewed.",
        EventKind::SignedOut => "The session is forgotten here. Its token is revoked in the background.",
        EventKind::StorageFailed => "The session could not be stored and lives in memory only.",
        _ => "",
    };
    let elsewhere = if event.from_other_tab { " It happened in another tab." } else { "" };
    format!("{meaning}{elsewhere}")
}
