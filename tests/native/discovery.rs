//! User discovery: a hint in place of the username.

use headless_identity::{
    Code, Credentials, LoginArgs, PasswordResetArgs, PasswordlessArgs, Recaptcha, VerificationMethod,
};
use serde_json::{Value, json};

use crate::platform::run;
use crate::site::Site;

fn settings() -> Value {
    json!({
        "site": {
            "HeadlessDiscoveryHandlerId": "01p000000000001",
            "IsUserDisambiguationAllowedUsernamePwd": true,
            "IsUserDisambiguationAllowedForgotPwd": true,
        },
        "users": [{ "username": "ada@shop.example", "password": "S3cret-pass", "email": "ada@example.com", "mobilePhone": "+12025550123" }],
    })
}

fn recaptcha() -> Recaptcha {
    Recaptcha::Token("ok".to_owned())
}

#[test]
fn a_hint_finds_the_user_in_all_three_journeys() {
    run(async {
        let site = Site::with(settings()).await;
        let more = json!({ "store": 7 });
        for credentials in [Credentials::Body, Credentials::Header] {
            let client = site.client_of(site.config().credentials(credentials)).await;
            let args = LoginArgs::by_hint("+12025550123", "S3cret-pass").custom_data(&more).unwrap();
            client.login(args).await.unwrap();
            let form = site.last_body("/authorize").await;
            assert_eq!((&form["login_hint"], &form["customdata"]), (&json!("+12025550123"), &json!(r#"{"store":7}"#)));
            assert!(form.get("username").is_none());
        }
        let client = site.client().await;
        let args = PasswordlessArgs::by_hint("ada@example.com", VerificationMethod::Email);
        let args = args.custom_data(&more).unwrap().recaptcha(recaptcha());
        let started = client.start_passwordless_login(args).await.unwrap();
        assert_eq!(site.last_body("/passwordless/login").await["customdata"], more);
        client.complete_passwordless_login(&started, site.last_code().await).await.unwrap();

        let args = PasswordResetArgs::by_hint("ada@example.com").custom_data(&more).unwrap().recaptcha(recaptcha());
        client.start_password_reset(args).await.unwrap();
        let code = site.last_code().await;
        client.complete_password_reset("ada@shop.example", "An0ther-password", code).await.unwrap();
    });
}

#[test]
fn a_hint_that_finds_nobody_or_is_not_allowed() {
    run(async {
        let site = Site::with(settings()).await;
        site.patch(json!({ "site": { "discoveryErrorMessage": "Ask your dealer" } })).await;
        let error = site.client().await.login(LoginArgs::by_hint("nobody", "x")).await.unwrap_err();
        assert_eq!((error.code(), error.error_description()), (Code::InvalidCredentials, Some("Ask your dealer")));

        site.patch(json!({ "site": { "IsUserDisambiguationAllowedUsernamePwd": false } })).await;
        let error = site.client().await.login(LoginArgs::by_hint("ada@example.com", "S3cret-pass")).await.unwrap_err();
        assert_eq!(error.code(), Code::InvalidCredentials);
    });
}
