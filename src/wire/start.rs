//! What the three start endpoints have in common: registration, passwordless login and password reset are JSON in a `POST`,
//! with a reCAPTCHA and an integration user's bearer where the site asks for them.

use crate::json::{Member, object_text};
use crate::secret::AccessToken;
use crate::settings::Settings;
use crate::wire::authorize::VerificationMethod;
use crate::wire::http::HttpRequest;
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

/// The request of a start, with the journey's `own` members first.
pub(crate) fn request(
    settings: &Settings,
    path: &str,
    own: Vec<(&str, Member<'_>)>,
    options: &StartOptions,
    method: Option<VerificationMethod>,
) -> Box<HttpRequest> {
    let recaptcha = options.recaptcha.as_ref().map(Recaptcha::member);
    let mut members: Vec<(&str, Member<'_>)> = own;
    members.extend(recaptcha.as_ref().map(|(name, json)| (*name, Member::Raw(json))));
    members.extend(options.email_template.as_deref().map(|template| ("emailtemplate", Member::Text(template))));
    members.extend(method.map(|method| ("verificationmethod", Member::Text(method.as_str()))));
    let mut request = HttpRequest::json(&settings.site_url, path, object_text(&members));
    if let Some(token) = &options.bearer {
        request.bearer(token);
    }
    request
}
