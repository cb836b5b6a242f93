//! The start of a passwordless login (Salesforce: Headless Passwordless Login).

use crate::error::{Error, Step};
use crate::http::{HttpRequest, HttpResponse};
use crate::settings::Settings;
use crate::wire::authorize::VerificationMethod;
use crate::wire::person::Person;
use crate::wire::response;
use crate::wire::start::{self, StartOptions};

/// The site has no email template for this one.
pub(crate) fn request(
    settings: &Settings,
    person: &Person,
    method: VerificationMethod,
    options: &StartOptions,
) -> Box<HttpRequest> {
    let path = "/services/auth/headless/init/passwordless/login";
    start::request(settings, path, person.body(), options, Some(method))
}

/// The identifier that the person's code is to be sent back with. There is one for unknown users too.
pub(crate) fn read(response: &HttpResponse) -> Result<String, Error> {
    let object = response::object(Step::Passwordless, response)?;
    response::identifier(object).ok_or_else(|| response::unreadable(Step::Passwordless, response))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::error::Code;
    use crate::http::testing::answer;
    use crate::wire::recaptcha::Recaptcha;

    #[test]
    fn the_whole_request() {
        let settings = Settings::check(Config::new("https://acme.my.site.com/portal", "3MVG9example")).unwrap();
        let ada = Person::Username("ada@example.com".to_owned());
        let recaptcha = Some(Recaptcha::Token("ok".to_owned()));
        let options = StartOptions { recaptcha, ..StartOptions::default() };
        let request_of = |person: &Person| request(&settings, person, VerificationMethod::Email, &options);
        let by_name = request_of(&ada);
        assert_eq!(by_name.url, "https://acme.my.site.com/portal/services/auth/headless/init/passwordless/login");
        assert_eq!(
            *by_name.body.unwrap(),
            r#"{"username":"ada@example.com","recaptcha":"ok","verificationmethod":"email"}"#
        );
        let hint = Person::LoginHint { login_hint: "+1202".to_owned(), custom_data: Some(r#"{"a":1}"#.to_owned()) };
        assert_eq!(
            *request_of(&hint).body.unwrap(),
            r#"{"login_hint":"+1202","customdata":{"a":1},"recaptcha":"ok","verificationmethod":"email"}"#
        );
    }

    #[test]
    fn the_answer_has_an_identifier() {
        let read = |body| read(&answer(200, "application/json", body));
        assert_eq!(read(r#"{"identifier":"MFF0","status":"success"}"#).unwrap(), "MFF0");
        assert_eq!(read(r#"{"status":"success"}"#).unwrap_err().code(), Code::UnexpectedResponse);
    }
}
