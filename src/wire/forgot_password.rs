//! Both steps of a password reset (Salesforce: Headless Forgot Password), at one endpoint.

use crate::error::{Error, Step};
use crate::http::{HttpRequest, HttpResponse};
use crate::json::Writer;
use crate::secret::{OneTimeCode, Password};
use crate::settings::Settings;
use crate::wire::person::Person;
use crate::wire::response;
use crate::wire::start::{self, StartOptions};

const PATH: &str = "/services/auth/headless/forgot_password";

/// Step 1: have a code sent. The response is the same for users that do not exist.
pub(crate) fn start(settings: &Settings, person: &Person, options: &StartOptions) -> Box<HttpRequest> {
    start::request(settings, PATH, person.body(), options, None)
}

/// Step 2: set the new password with the code.
pub(crate) fn complete(
    settings: &Settings,
    username: &str,
    password: &Password,
    code: &OneTimeCode,
) -> Box<HttpRequest> {
    let mut body = Writer::default();
    body.open('{').member("username", username).member("newpassword", password.expose());
    body.member("otp", code.expose()).close('}');
    HttpRequest::json(&settings.site_url, PATH, body.into_text())
}

/// Reads either step's answer; `status_code` says how it went.
pub(crate) fn read(response: &HttpResponse, wanted: &str) -> Result<(), Error> {
    let object = response::object(Step::PasswordReset, response)?;
    match object.str("status_code") {
        Some(status) if status == wanted => Ok(()),
        Some(_) => Err(response::failure(Step::PasswordReset, response)),
        None => Err(response::unreadable(Step::PasswordReset, response)),
    }
}

/// `status_code` after step 1.
pub(crate) const OTP_SENT: &str = "otp_sent";
/// `status_code` after step 2.
pub(crate) const SUCCESS: &str = "success";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::error::Code;
    use crate::http::testing::answer;
    use crate::wire::recaptcha::Recaptcha;

    #[test]
    fn both_requests() {
        let settings = Settings::check(Config::new("https://acme.my.site.com/portal", "3MVG9example")).unwrap();
        let ada = Person::Username("ada@example.com".to_owned());
        let options = StartOptions {
            recaptcha: Some(Recaptcha::Token("ok".to_owned())),
            email_template: Some("Reset".to_owned()),
            bearer: Some("00D!x".into()),
        };
        let first = start(&settings, &ada, &options);
        assert_eq!(first.url, "https://acme.my.site.com/portal/services/auth/headless/forgot_password");
        assert_eq!(first.headers.last().map(|(n, v)| (*n, v.as_str())), Some(("authorization", "Bearer 00D!x")));
        assert_eq!(*first.body.unwrap(), r#"{"username":"ada@example.com","recaptcha":"ok","emailtemplate":"Reset"}"#);
        let second = complete(&settings, "ada@example.com", &"N3w!pass".into(), &"123456".into());
        assert_eq!(second.headers.len(), 1);
        assert_eq!(*second.body.unwrap(), r#"{"username":"ada@example.com","newpassword":"N3w!pass","otp":"123456"}"#);
    }

    #[test]
    fn each_answer_has_its_code() {
        let code = |status, body| read(&answer(status, "application/json", body), SUCCESS).unwrap_err().code();
        assert!(read(&answer(200, "", r#"{"status_code":"success","status":"success"}"#), SUCCESS).is_ok());
        assert!(read(&answer(200, "", r#"{"status_code":"otp_sent"}"#), OTP_SENT).is_ok());
        assert_eq!(
            code(400, r#"{"status_code":"invalid_otp","otp_error":"invalid OTP","status":"failed"}"#),
            Code::InvalidOtp
        );
        assert_eq!(
            code(200, r#"{"status_code":"invalid_otp","otp_error":"invalid OTP","status":"failed"}"#),
            Code::InvalidOtp
        );
        assert_eq!(
            code(
                400,
                r#"{"status_code":"password_policy_check_failure","password_error":"too short","status":"failed"}"#
            ),
            Code::PasswordPolicy
        );
        assert_eq!(code(400, r#"{"status_code":"regenerate_otp","status":"failed"}"#), Code::OtpAttemptsExceeded);
        assert_eq!(
            code(400, r#"{"invalid_request":"include a reCAPTCHA","status":"failed"}"#),
            Code::RecaptchaRequired
        );
        assert_eq!(
            code(400, r#"{"invalid_request":"forgot password not enabled","status":"failed"}"#),
            Code::FlowNotEnabled
        );
        assert_eq!(code(200, r#"{"status":"success"}"#), Code::UnexpectedResponse);
    }
}
