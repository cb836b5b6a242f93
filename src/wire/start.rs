//! What the three start endpoints have in common: registration, passwordless login and password reset are JSON in a `POST`,
//! with a reCAPTCHA and an integration user's bearer where the site asks for them.

use crate::error::{Error, Hint};
use crate::http::HttpRequest;
use crate::json::Writer;
use crate::secret::AccessToken;
use crate::settings::Settings;
use crate::wire::authorize::VerificationMethod;
use crate::wire::recaptcha::Recaptcha;

/// What a site may ask for beside a journey's own data.
#[derive(Clone, Debug, Default)]
pub(crate) struct StartOptions {
    pub recaptcha: Option<Recaptcha>,
    /// Id or name of the template of the email with the code.
    pub email_template: Option<String>,
    /// An integration user's token.
    pub bearer: Option<AccessToken>,
}

impl StartOptions {
    /// # Errors
    /// `invalid_argument` for a bearer that is no token.
    pub fn check(&self) -> Result<(), Error> {
        match &self.bearer {
            Some(bearer) if !bearer.is_sendable() => Err(Error::argument(Hint::Bearer)),
            _ => Ok(()),
        }
    }
}

/// The request of a start. Its `body` is an object that has the journey's own members, and is still open.
pub(crate) fn request(
    settings: &Settings,
    path: &str,
    mut body: Writer,
    options: &StartOptions,
    method: Option<VerificationMethod>,
) -> Box<HttpRequest> {
    if let Some(recaptcha) = &options.recaptcha {
        recaptcha.write(&mut body);
    }
    body.optional("emailtemplate", options.email_template.as_deref());
    body.optional("verificationmethod", method.map(VerificationMethod::as_str)).close('}');
    let mut request = HttpRequest::json(&settings.site_url, path, body.into_text());
    if let Some(token) = &options.bearer {
        request.bearer(token);
    }
    request
}
