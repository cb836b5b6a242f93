//! How a passwordless login or a password reset says who it is for.

use crate::error::{Error, Hint};
use crate::json::Writer;

/// Who a journey is for, where no password is at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Person {
    /// The username.
    Username(String),
    /// Something the site's discovery handler finds exactly one user by, such as an email address or a phone number.
    LoginHint {
        /// The hint.
        login_hint: String,
        /// More for the handler, as the text of a JSON object.
        custom_data: Option<String>,
    },
}

impl Person {
    /// An object that says so, and is still open.
    pub(crate) fn body(&self) -> Writer {
        let mut body = Writer::default();
        body.open('{');
        match self {
            Self::Username(username) => {
                body.member("username", username);
            }
            Self::LoginHint { login_hint, custom_data } => {
                body.member("login_hint", login_hint).optional_raw("customdata", custom_data.as_deref());
            }
        }
        body
    }

    /// Adds custom data for the discovery handler. Without a login hint there is no handler, and nothing is added.
    pub(crate) fn with_custom_data(self, json: String) -> Self {
        match self {
            Self::LoginHint { login_hint, .. } => Self::LoginHint { login_hint, custom_data: Some(json) },
            by_name => by_name,
        }
    }

    /// # Errors
    /// `invalid_argument` for an empty name or hint.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.text().is_empty() {
            return Err(Error::argument(Hint::Person));
        }
        Ok(())
    }

    /// The name or hint itself.
    fn text(&self) -> &str {
        match self {
            Self::Username(text) | Self::LoginHint { login_hint: text, .. } => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_or_a_hint_must_be_there() {
        let hint = |text: &str| Person::LoginHint { login_hint: text.to_owned(), custom_data: None };
        let name = |text: &str| Person::Username(text.to_owned());
        for (person, text) in [(name("ada@example.com"), "ada@example.com"), (hint("+15551234"), "+15551234")] {
            assert!(person.check().is_ok() && person.text() == text, "{text}");
        }
        assert!(name("").check().is_err() && hint("").check().is_err());
    }
}
