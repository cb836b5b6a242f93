//! What a login with a password takes.

use serde::Serialize;

use crate::error::Error;
use crate::json::serialized_object;
use crate::secret::Password;
use crate::wire::person::Person;

/// Who logs in, and the proof.
#[derive(Clone, Debug)]
pub struct LoginArgs {
    pub(crate) person: Person,
    pub(crate) password: Password,
}

impl LoginArgs {
    /// By username. Both are sent exactly as given: nothing is trimmed, any character may occur.
    pub fn new(username: impl Into<String>, password: impl Into<Password>) -> Self {
        Self { person: Person::Username(username.into()), password: password.into() }
    }

    /// By something that the site's discovery handler finds the user by, such as an email address or a phone number.
    pub fn by_hint(login_hint: impl Into<String>, password: impl Into<Password>) -> Self {
        Self {
            person: Person::LoginHint { login_hint: login_hint.into(), custom_data: None },
            password: password.into(),
        }
    }

    /// More for the discovery handler; anything that serializes to an object. Without a login hint it is not sent.
    ///
    /// # Errors
    /// `invalid_argument` for what is no JSON object.
    pub fn custom_data(mut self, data: &impl Serialize) -> Result<Self, Error> {
        self.person = self.person.with_custom_data(serialized_object(data)?);
        Ok(self)
    }
}
