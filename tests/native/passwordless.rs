//! Passwordless login.

use headless_identity::{
    Code, Credentials, PasswordlessArgs, Recaptcha, SessionKind, StartedPasswordlessLogin, Step, VerificationMethod,
};
use serde_json::json;

use crate::platform::run;
use crate::site::Site;

fn by(username: &str, method: VerificationMethod) -> PasswordlessArgs {
    PasswordlessArgs::new(username, method).recaptcha(Recaptcha::Token("ok".to_owned()))
}

#[test]
fn by_email_and_by_text_message() {
    run(async {
        let user = json!({ "username": "ada@example.com", "password": "S3cret-pass", "mobilePhone": "+12025550123" });
        let site = Site::with(json!({ "users": [user] })).await;
        for (method, to) in [(VerificationMethod::Email, "ada@example.com"), (VerificationMethod::Sms, "+12025550123")]
        {
            let client = site.client().await;
            let started = client.start_passwordless_login(by("ada@example.com", method)).await.unwrap();
            assert_eq!(site.outbox().await.last().unwrap()["to"], json!(to));
            let resumed = StartedPasswordlessLogin::resume(started.identifier(), started.method());
            let session = client.complete_passwordless_login(&resumed, site.last_code().await).await.unwrap();
            assert_eq!(session.kind, SessionKind::User);
        }
    });
}

#[test]
fn the_code_travels_in_the_header_or_in_the_body() {
    run(async {
        let site = Site::ready().await;
        for place in [Credentials::Header, Credentials::Body] {
            let client = site.client_of(site.config().otp_credentials(place)).await;
            let started = client.start_passwordless_login(by(&site.username, VerificationMethod::Email)).await.unwrap();
            client.complete_passwordless_login(&started, site.last_code().await).await.unwrap();
            let requests = site.requests().await;
            let authorize = requests.iter().rfind(|r| r["path"].as_str().unwrap().ends_with("/authorize")).unwrap();
            let in_header = authorize["headers"].get("authorization").is_some();
            assert_eq!(in_header, place == Credentials::Header);
            assert_eq!(authorize["form"].get("password").is_some(), !in_header);
        }
    });
}

#[test]
fn the_site_does_not_tell_who_exists() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let args = by("nobody@example.com", VerificationMethod::Email);
        let started = client.start_passwordless_login(args).await.unwrap();
        assert!(site.outbox().await.is_empty());
        let error = client.complete_passwordless_login(&started, "123456").await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::InvalidOtp, Step::Authorize));
    });
}

#[test]
fn what_is_off_says_so() {
    run(async {
        let site = Site::with(json!({ "site": { "IsPwdlessLoginAllowed": false } })).await;
        let args = by(&site.username, VerificationMethod::Email);
        let error = site.client().await.start_passwordless_login(args).await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::FlowNotEnabled, Step::Passwordless));

        let args = PasswordlessArgs::new("", VerificationMethod::Email);
        let error = site.client().await.start_passwordless_login(args).await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::InvalidArgument, Step::Argument));
    });
}
