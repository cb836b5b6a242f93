//! Password reset, in its two steps.

use headless_identity::{Code, LoginArgs, PasswordResetArgs, Recaptcha, Step};
use serde_json::json;

use crate::platform::run;
use crate::site::Site;

fn of(username: &str) -> PasswordResetArgs {
    PasswordResetArgs::new(username).recaptcha(Recaptcha::Token("ok".to_owned()))
}

#[test]
fn a_new_password_and_a_login_with_it() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        client.start_password_reset(of(&site.username)).await.unwrap();
        assert_eq!(site.outbox().await[0]["purpose"], json!("forgot-password"));
        let code = site.last_code().await;
        client.complete_password_reset(&site.username, "An0ther-password", code.as_str()).await.unwrap();
        assert!(client.session().is_none());

        client.login(LoginArgs::new(&site.username, "An0ther-password")).await.unwrap();
        assert_eq!(client.login(site.user()).await.unwrap_err().code(), Code::InvalidCredentials);
    });
}

#[test]
fn each_failure_has_its_code_and_the_code_stays_good() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        client.start_password_reset(of(&site.username)).await.unwrap();
        let error = client.complete_password_reset(&site.username, "An0ther-password", "000000").await.unwrap_err();
        assert_eq!(
            (error.code(), error.step(), error.error()),
            (Code::InvalidOtp, Step::PasswordReset, Some("invalid_otp"))
        );
        assert_eq!(error.error_description(), Some("invalid OTP"));

        let code = site.last_code().await;
        let error = client.complete_password_reset(&site.username, "short", code.as_str()).await.unwrap_err();
        assert_eq!(error.code(), Code::PasswordPolicy);
        assert!(error.error_description().is_some_and(|policy| !policy.is_empty()), "the policy's own text");
        client.complete_password_reset(&site.username, "An0ther-password", code.as_str()).await.unwrap();
    });
}

#[test]
fn too_many_wrong_codes() {
    run(async {
        let site = Site::with(json!({ "site": { "MaxPasswordResetAttempts": 2 } })).await;
        let client = site.client().await;
        client.start_password_reset(of(&site.username)).await.unwrap();
        let mut codes = Vec::new();
        for _ in 0..3 {
            let error = client.complete_password_reset(&site.username, "An0ther-password", "000000").await.unwrap_err();
            codes.push(error.code());
        }
        assert_eq!(codes, [Code::InvalidOtp, Code::InvalidOtp, Code::OtpAttemptsExceeded]);
    });
}

#[test]
fn what_stops_the_first_step() {
    run(async {
        let site = Site::ready().await;
        let error = site.client().await.start_password_reset(PasswordResetArgs::new(&site.username)).await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::RecaptchaRequired, Step::PasswordReset));
        assert_eq!(error.error(), Some("invalid_request"));

        site.client().await.start_password_reset(of("nobody@example.com")).await.unwrap();
        assert!(site.outbox().await.is_empty(), "the site does not tell who exists");

        let site = Site::with(json!({ "site": { "IsForgotPwdAllowed": false } })).await;
        let error = site.client().await.start_password_reset(of(&site.username)).await.unwrap_err();
        assert_eq!(
            (error.code(), error.error_description()),
            (Code::FlowNotEnabled, Some("forgot password not enabled"))
        );

        for (username, password, otp) in [("", "p", "1"), ("u", "", "1"), ("u", "p", "")] {
            let error = site.client().await.complete_password_reset(username, password, otp).await.unwrap_err();
            assert_eq!(error.code(), Code::InvalidArgument);
        }
    });
}
