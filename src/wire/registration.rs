//! The start of a registration (Salesforce: Headless Registration). Nobody exists yet after it: the data waits for the code.

use crate::config::Settings;
use crate::error::{Error, Step};
use crate::json::{Member, object_text};
use crate::secret::{AccessToken, Password};
use crate::wire::answer;
use crate::wire::authorize::VerificationMethod;
use crate::wire::http::{HttpRequest, HttpResponse};
use crate::wire::recaptcha::Recaptcha;

/// Who wants to register, with everything the site may ask for.
pub(crate) struct Start<'a> {
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub email: &'a str,
    pub username: &'a str,
    pub password: &'a Password,
    pub method: VerificationMethod,
    /// The text of a JSON object, for the registration handler.
    pub custom_data: Option<&'a str>,
    pub recaptcha: Option<&'a Recaptcha>,
    pub email_template: Option<&'a str>,
    pub bearer: Option<&'a AccessToken>,
}

pub(crate) fn request(settings: &Settings, start: &Start<'_>) -> HttpRequest {
    let user = object_text(&[
        ("firstName", Member::Text(start.first_name)),
        ("lastName", Member::Text(start.last_name)),
        ("email", Member::Text(start.email)),
        ("username", Member::Text(start.username)),
    ]);
    let recaptcha = start.recaptcha.map(Recaptcha::member);
    let mut members = vec![("userdata", Member::Raw(&user))];
    members.extend(start.custom_data.map(|json| ("customdata", Member::Raw(json))));
    members.push(("password", Member::Text(start.password.expose())));
    members.extend(recaptcha.as_ref().map(|(name, json)| (*name, Member::Raw(json))));
    members.extend(start.email_template.map(|template| ("emailtemplate", Member::Text(template))));
    members.push(("verificationmethod", Member::Text(start.method.as_str())));
    let request =
        HttpRequest::json(&settings.site_url, "/services/auth/headless/init/registration", object_text(&members));
    match start.bearer {
        Some(token) => request.bearer(token),
        None => request,
    }
}

/// What the person's code is to be sent back with.
pub(crate) struct Started {
    pub identifier: String,
    /// Where the code went, where the site says so.
    pub email: Option<String>,
}

pub(crate) fn read(response: &HttpResponse) -> Result<Started, Error> {
    let object = answer::object(Step::Registration, response)?;
    let identifier = answer::identifier(&object).ok_or_else(|| answer::unreadable(Step::Registration, response))?;
    Ok(Started { identifier, email: object.str("email").map(str::to_owned) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::error::Code;
    use crate::wire::http::testing::answer;

    fn settings() -> Settings {
        Settings::check(Config::new("https://acme.my.site.com/portal", "3MVG9example")).unwrap()
    }

    #[test]
    fn the_whole_request() {
        let mut start = Start {
            first_name: "Ada",
            last_name: "Lovelace",
            email: "ada@example.com",
            username: "ada@example.com",
            password: &"N3w\"pass".into(),
            method: VerificationMethod::Email,
            custom_data: None,
            recaptcha: None,
            email_template: None,
            bearer: None,
        };
        let request_of = |start: &Start<'_>| request(&settings(), start);
        let plain = request_of(&start);
        assert_eq!(plain.url, "https://acme.my.site.com/portal/services/auth/headless/init/registration");
        assert_eq!(
            plain.headers.iter().map(|(n, v)| (*n, v.as_str())).collect::<Vec<_>>(),
            [("content-type", "application/json")]
        );
        assert_eq!(
            plain.body.unwrap().as_str(),
            r#"{"userdata":{"firstName":"Ada","lastName":"Lovelace","email":"ada@example.com","username":"ada@example.com"},"password":"N3w\"pass","verificationmethod":"email"}"#
        );

        let (enterprise, bearer) = (
            Recaptcha::Enterprise {
                token: "t".to_owned(),
                site_key: "k".to_owned(),
                expected_action: Some("login".to_owned()),
                project_id: "p".to_owned(),
            },
            "00D!x".into(),
        );
        start.method = VerificationMethod::Sms;
        start.custom_data = Some(r#"{"mobilePhone":"+12025550123"}"#);
        start.recaptcha = Some(&enterprise);
        start.email_template = Some("Welcome");
        start.bearer = Some(&bearer);
        let full = request_of(&start);
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
