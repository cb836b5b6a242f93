//! The start of a registration (Salesforce: Headless Registration). The user does not exist yet after it: the data waits for the code.

use crate::error::{Error, Step};
use crate::http::{HttpRequest, HttpResponse};
use crate::json::Writer;
use crate::secret::Password;
use crate::settings::Settings;
use crate::wire::authorize::VerificationMethod;
use crate::wire::response;
use crate::wire::start::{self, StartOptions};

/// Who wants to register, with everything the site may ask for.
pub(crate) struct Registration<'a> {
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub email: &'a str,
    pub username: &'a str,
    pub password: &'a Password,
    pub method: VerificationMethod,
    /// The text of a JSON object, for the registration handler.
    pub custom_data: Option<&'a str>,
    pub options: &'a StartOptions,
}

pub(crate) fn request(settings: &Settings, registration: &Registration<'_>) -> Box<HttpRequest> {
    let mut body = Writer::default();
    body.open('{').name("userdata").open('{');
    body.member("firstName", registration.first_name).member("lastName", registration.last_name);
    body.member("email", registration.email).member("username", registration.username).close('}');
    body.optional_raw("customdata", registration.custom_data).member("password", registration.password.expose());
    let path = "/services/auth/headless/init/registration";
    start::request(settings, path, body, registration.options, Some(registration.method))
}

/// What the person's code is to be sent back with.
pub(crate) struct Started {
    pub identifier: String,
    /// Where the code went, where the site says so.
    pub email: Option<String>,
}

pub(crate) fn read(response: &HttpResponse) -> Result<Started, Error> {
    let object = response::object(Step::Registration, response)?;
    let identifier = response::identifier(object).ok_or_else(|| response::unreadable(Step::Registration, response))?;
    Ok(Started { identifier, email: object.str("email") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::error::Code;
    use crate::http::testing::answer;
    use crate::wire::recaptcha::Recaptcha;

    fn settings() -> Settings {
        Settings::check(Config::new("https://acme.my.site.com/portal", "3MVG9example")).unwrap()
    }

    #[test]
    fn the_whole_request() {
        let plain = Registration {
            first_name: "Ada",
            last_name: "Lovelace",
            email: "ada@example.com",
            username: "ada@example.com",
            password: &"N3w\"pass".into(),
            method: VerificationMethod::Email,
            custom_data: None,
            options: &StartOptions::default(),
        };
        let request_of = |registration: &Registration<'_>| request(&settings(), registration);
        let request = request_of(&plain);
        assert_eq!(request.url, "https://acme.my.site.com/portal/services/auth/headless/init/registration");
        assert_eq!(
            request.headers.iter().map(|(n, v)| (*n, v.as_str())).collect::<Vec<_>>(),
            [("content-type", "application/json")]
        );
        assert_eq!(
            request.body.unwrap().as_str(),
            r#"{"userdata":{"firstName":"Ada","lastName":"Lovelace","email":"ada@example.com","username":"ada@example.com"},"password":"N3w\"pass","verificationmethod":"email"}"#
        );

        let options = StartOptions {
            recaptcha: Some(Recaptcha::Enterprise {
                token: "t".to_owned(),
                site_key: "k".to_owned(),
                expected_action: Some("login".to_owned()),
                project_id: "p".to_owned(),
            }),
            email_template: Some("Welcome".to_owned()),
            bearer: Some("00D!x".into()),
        };
        let full = request_of(&Registration {
            method: VerificationMethod::Sms,
            custom_data: Some(r#"{"mobilePhone":"+12025550123"}"#),
            options: &options,
            ..plain
        });
        assert_eq!(full.headers.last().map(|(n, v)| (*n, v.as_str())), Some(("authorization", "Bearer 00D!x")));
        assert_eq!(
            full.body.unwrap().as_str(),
            r#"{"userdata":{"firstName":"Ada","lastName":"Lovelace","email":"ada@example.com","username":"ada@example.com"},"customdata":{"mobilePhone":"+12025550123"},"password":"N3w\"pass","recaptchaevent":{"token":"t","siteKey":"k","expectedAction":"login","projectId":"p"},"emailtemplate":"Welcome","verificationmethod":"sms"}"#
        );
    }

    #[test]
    fn the_answer_has_an_identifier_and_perhaps_an_address() {
        let read = |body| read(&answer(200, "application/json", body));
        let started = read(r#"{"status":"success","email":"ada@example.com","identifier":"MFF0"}"#).unwrap();
        assert_eq!((started.identifier.as_str(), started.email.as_deref()), ("MFF0", Some("ada@example.com")));
        assert_eq!(read(r#"{"status":"success","identifier":"MFF0"}"#).unwrap().email, None);
        assert_eq!(read(r#"{"status":"success"}"#).err().unwrap().code(), Code::UnexpectedResponse);
    }
}
