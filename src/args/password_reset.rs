//! What a password reset begins with.

use serde::Serialize;

use crate::error::Error;
use crate::json::serialized_object;
use crate::secret::AccessToken;
use crate::wire::person::Person;
use crate::wire::recaptcha::Recaptcha;
use crate::wire::start::StartOptions;

/// Who has forgotten their password.
#[derive(Clone, Debug)]
pub struct PasswordResetArgs {
    pub(crate) person: Person,
    pub(crate) options: StartOptions,
}

impl PasswordResetArgs {
    /// By username.
    pub fn new(username: impl Into<String>) -> Self {
        Self::of(Person::Username(username.into()))
    }

    /// By something that the site's discovery handler finds the user by.
    pub fn by_hint(login_hint: impl Into<String>) -> Self {
        Self::of(Person::LoginHint { login_hint: login_hint.into(), custom_data: None })
    }

    fn of(person: Person) -> Self {
        Self { person, options: StartOptions::default() }
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

    /// Id or name of the email template for the code.
    pub fn email_template(mut self, template: impl Into<String>) -> Self {
        self.options.email_template = Some(template.into());
        self
    }

    /// An integration user's token with the scope `forgot_password`, for sites that require authentication. It has to come
    /// from a backend of yours.
    pub fn bearer(mut self, token: impl Into<AccessToken>) -> Self {
        self.options.bearer = Some(token.into());
        self
    }
}
