//! How a passwordless login or a password reset says who it is for.

use crate::error::{Error, Hint};
use crate::json::Member;

/// Who a journey is for, where no password is at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Person {
    /// The user name.
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
    pub(crate) fn members(&self) -> Vec<(&'static str, Member<'_>)> {
        match self {
            Self::Username(username) => vec![("username", Member::Text(username))],
            Self::LoginHint { login_hint, custom_data } => {
                let mut members = vec![("login_hint", Member::Text(login_hint))];
                members.extend(custom_data.as_deref().map(|json| ("customdata", Member::Raw(json))));
                members
            }
        }
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
    pub(crate) fn text(&self) -> &str {
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
