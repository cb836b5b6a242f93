//! What a registration begins with, and what it goes on with.

use serde::Serialize;

use crate::error::Error;
use crate::json::serialized_object;
use crate::secret::{AccessToken, Password};
use crate::wire::authorize::VerificationMethod;
use crate::wire::recaptcha::Recaptcha;
use crate::wire::start::StartOptions;

/// Who wants to register.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Email address.
    pub email: String,
    /// User name, in the form of an email address, unique in all of Salesforce.
    pub username: String,
    /// The password they want.
    pub password: Password,
}

/// A registration, with what the site may ask for.
#[derive(Clone, Debug)]
pub struct RegistrationArgs {
    pub(crate) user: NewUser,
    pub(crate) method: VerificationMethod,
    pub(crate) custom_data: Option<String>,
    pub(crate) options: StartOptions,
}

impl RegistrationArgs {
    /// `method` says how the code is to reach the person. For text messages the site's handler needs a phone number in the
    /// custom data.
    pub fn new(user: NewUser, method: VerificationMethod) -> Self {
        Self { user, method, custom_data: None, options: StartOptions::default() }
    }

    /// More for the registration handler; anything that serializes to an object.
    ///
    /// # Errors
    /// `invalid_argument` for what is no JSON object.
    pub fn custom_data(mut self, data: &impl Serialize) -> Result<Self, Error> {
        self.custom_data = Some(serialized_object(data)?);
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

    /// An integration user's token with the scope `user_registration_api`, for sites that require authentication. It has to
    /// come from a backend of yours; whoever can read it can register users.
    pub fn bearer(mut self, token: impl Into<AccessToken>) -> Self {
        self.options.bearer = Some(token.into());
        self
    }
}

/// A registration that waits for its code. Only what was started can be completed; a wrong code can be tried again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartedRegistration {
    pub(crate) identifier: String,
    pub(crate) email: Option<String>,
    pub(crate) method: VerificationMethod,
}

impl StartedRegistration {
    /// Takes up a registration that was started before a reload.
    pub fn resume(identifier: impl Into<String>, method: VerificationMethod) -> Self {
        Self { identifier: identifier.into(), email: None, method }
    }

    /// The site's name for this registration.
    pub fn identifier(&self) -> &str {
        &self.identifier
    }

    /// Where the code went, where the site says so.
    pub fn email(&self) -> Option<&str> {
        self.email.as_deref()
    }

    /// How the code was sent.
    pub fn method(&self) -> VerificationMethod {
        self.method
    }
}
