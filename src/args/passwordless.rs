//! What a passwordless login begins with, and what it goes on with.

use serde::Serialize;

use crate::error::Error;
use crate::json::serialized_object;
use crate::secret::AccessToken;
use crate::wire::authorize::VerificationMethod;
use crate::wire::person::Person;
use crate::wire::recaptcha::Recaptcha;
use crate::wire::start::StartOptions;

/// Who wants to log in without a password.
#[derive(Clone, Debug)]
pub struct PasswordlessArgs {
    pub(crate) person: Person,
    pub(crate) method: VerificationMethod,
    pub(crate) options: StartOptions,
}

impl PasswordlessArgs {
    /// By username.
    pub fn new(username: impl Into<String>, method: VerificationMethod) -> Self {
        Self::of(Person::Username(username.into()), method)
    }

    /// By something that the site's discovery handler finds the user by.
    pub fn by_hint(login_hint: impl Into<String>, method: VerificationMethod) -> Self {
        Self::of(Person::LoginHint { login_hint: login_hint.into(), custom_data: None }, method)
    }

    fn of(person: Person, method: VerificationMethod) -> Self {
        Self { person, method, options: StartOptions::default() }
    }

    /// More for the discovery handler; anything that serializes to an object. Without a login hint it is not sent.
    ///
    /// # Errors
    /// `invalid_argument` for what is no JSON object.
    pub fn custom_data(mut self, data: &impl Serialize) -> Result<Self, Error> {
        self.person = self.person.with_custom_data(serialized_object(data)?);
        Ok(self)
    }

    /// What the reCAPTCHA widget gave.
    pub fn recaptcha(mut self, recaptcha: Recaptcha) -> Self {
        self.options.recaptcha = Some(recaptcha);
        self
    }

    /// An integration user's token with the scope `pwdless_login_api`, for sites that require authentication. It has to come
    /// from a backend of yours.
    pub fn bearer(mut self, token: impl Into<AccessToken>) -> Self {
        self.options.bearer = Some(token.into());
        self
    }
}

/// A passwordless login that waits for its code. Only what was started can be completed; a wrong code can be tried again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartedPasswordlessLogin {
    pub(crate) identifier: String,
    pub(crate) method: VerificationMethod,
}

impl StartedPasswordlessLogin {
    /// Takes up a login that was started before a reload.
    pub fn resume(identifier: impl Into<String>, method: VerificationMethod) -> Self {
        Self { identifier: identifier.into(), method }
    }

    /// The site's name for this login. Unknown users get one too.
    pub fn identifier(&self) -> &str {
        &self.identifier
    }

    /// How the code was sent.
    pub fn method(&self) -> VerificationMethod {
        self.method
    }
}
