//! One error type for everything that can go wrong: a stable code, the step it happened in, what the server said, and a
//! hint that says what to change.
//!
//! `names` has the codes and steps, `texts` the one table of all messages and hints, as `table` says: those of the npm package
//! and of `docs/errors.md` are generated from both. An error itself has no text, only which hint it is: so the wasm of the npm
//! package carries none.

use std::borrow::Cow;
use std::fmt;

mod names;
#[cfg(test)]
mod pages;
mod table;
mod texts;

pub(crate) use names::ServerWords;
pub use names::{Code, Step};
pub(crate) use texts::Hint;

/// A failed call. It never holds a password, a code, a token or any other value that the caller passed in.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Parts>);

#[derive(Clone, PartialEq, Eq)]
struct Parts {
    code: Code,
    step: Step,
    status: Option<u16>,
    words: ServerWords,
    /// `None` for the general one of the code.
    hint: Option<Hint>,
    /// The value that the hint quotes.
    quoted: Option<String>,
}

impl Error {
    pub(crate) fn new(code: Code, step: Step) -> Self {
        Self::answered(code, step, None, ServerWords::default())
    }

    /// An error for a response that says nothing of use.
    pub(crate) fn with_status(code: Code, step: Step, status: u16) -> Self {
        Self::answered(code, step, Some(status), ServerWords::default())
    }

    /// An error for a response of the server, with its words.
    pub(crate) fn answered(code: Code, step: Step, status: Option<u16>, words: ServerWords) -> Self {
        let hint = texts::hint_for(code, step, status, &words);
        Self(Box::new(Parts { code, step, status, words, hint, quoted: None }))
    }

    /// A bad argument; `hint` says which and what it must be, never what it was.
    pub(crate) fn argument(hint: Hint) -> Self {
        Self::new(Code::InvalidArgument, Step::Argument).with_hint(hint)
    }

    /// A bad configuration; `hint` says which key and what it must be.
    pub(crate) fn config(hint: Hint) -> Self {
        Self::new(Code::InvalidConfig, Step::Config).with_hint(hint)
    }

    /// The session's store, or that of social sign-ons, could not be used.
    pub(crate) fn storage() -> Self {
        Self::new(Code::Storage, Step::Storage)
    }

    pub(crate) fn with_hint(mut self, hint: Hint) -> Self {
        self.0.hint = Some(hint);
        self
    }

    /// The exact string that was sent is what has to be compared in Setup.
    pub(crate) fn with_redirect_uri(self, sent: &str) -> Self {
        self.with_hint(Hint::RedirectUriSent).with_quoted(sent)
    }

    /// With the value that the hint quotes.
    pub(crate) fn with_quoted(mut self, value: &str) -> Self {
        self.0.quoted = Some(value.to_owned());
        self
    }

    /// The same failure under a more exact code; the hint is chosen anew.
    pub(crate) fn with_code(self, code: Code) -> Self {
        let Parts { step, status, words, .. } = *self.0;
        Self::answered(code, step, status, words)
    }

    /// What went wrong.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// Where it went wrong.
    pub fn step(&self) -> Step {
        self.0.step
    }

    /// The HTTP status, where there was an answer.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The server's own `error`, or what stands in its place in the shape the server chose.
    pub fn error(&self) -> Option<&str> {
        self.0.words.error.as_deref()
    }

    /// The server's own `error_description`, or what stands in its place.
    pub fn error_description(&self) -> Option<&str> {
        self.0.words.description.as_deref()
    }

    /// Whether the same call may succeed later with nothing changed.
    pub fn retryable(&self) -> bool {
        match self.code() {
            Code::Network | Code::Timeout | Code::RateLimited => true,
            Code::ServerError => self.status().is_some_and(|status| status >= 500) || self.is_being_processed(),
            _ => false,
        }
    }

    /// The site is busy with another request with the same token. That one may be of a page that was reloaded or of another
    /// tab; the token stays good.
    pub(crate) fn is_being_processed(&self) -> bool {
        self.0.words.are_of_a_busy_token()
    }

    /// What to change, for the developer.
    pub fn hint(&self) -> Cow<'_, str> {
        let text = self.0.hint.map_or_else(|| texts::general_hint(self.code()), Hint::text);
        match &self.0.quoted {
            Some(value) => Cow::Owned(text.replace(texts::QUOTED, value)),
            None => Cow::Borrowed(text),
        }
    }

    /// The word of the hint, and what is to be put into it; `None` for the general hint of the code.
    #[cfg(feature = "js")]
    pub(crate) fn hint_word(&self) -> (Option<&'static str>, Option<&str>) {
        (self.0.hint.and_then(Hint::as_str), self.0.quoted.as_deref())
    }

    /// One sentence for the developer, the same for every error of this code.
    pub fn message(&self) -> &'static str {
        texts::message(self.code())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("code", &self.code().as_str())
            .field("step", &self.step().as_str())
            .field("status", &self.status())
            .field("error", &self.error())
            .field("error_description", &self.error_description())
            .field("hint", &self.hint())
            .finish()
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_message_and_a_hint() {
        for &code in Code::ALL {
            let error = Error::new(code, Step::Authorize);
            assert!(error.message().ends_with('.'), "{code}");
            assert!(error.hint().len() > 20, "{code}");
        }
    }

    #[test]
    fn only_trouble_that_passes_is_retryable() {
        let at = |code, status| Error::answered(code, Step::Token, status, ServerWords::default()).retryable();
        assert!(at(Code::Network, None) && at(Code::Timeout, None) && at(Code::RateLimited, Some(429)));
        assert!(at(Code::ServerError, Some(503)) && !at(Code::ServerError, Some(400)));
        assert!(!at(Code::Aborted, None) && !at(Code::NotHeadless, Some(200)));
    }
}
