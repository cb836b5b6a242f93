//! Registration, from the form to the session.

use headless_identity::{
    Code, NewUser, PasswordResetArgs, PasswordlessArgs, Recaptcha, RegistrationArgs, SessionKind, StartedRegistration,
    Step, VerificationMethod,
};
use serde_json::json;

use crate::platform::run;
use crate::site::Site;

fn grace() -> NewUser {
    NewUser {
        first_name: "Grace".to_owned(),
        last_name: "Hopper".to_owned(),
        email: "grace@example.com".to_owned(),
        username: "grace@example.com".to_owned(),
        password: "N3w-password".into(),
    }
}

fn by(method: VerificationMethod) -> RegistrationArgs {
    RegistrationArgs::new(grace(), method).recaptcha(Recaptcha::Token("ok".to_owned()))
}

#[test]
fn by_email_from_the_form_to_the_session() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let started = client.start_registration(by(VerificationMethod::Email)).await.unwrap();
        assert_eq!(started.email(), Some("grace@example.com"));
        assert!(client.session().is_none());
        let sent = site.outbox().await;
        assert_eq!(sent[0]["purpose"], json!("registration"));
        assert_eq!((&sent[0]["to"], &sent[0]["method"]), (&json!("grace@example.com"), &json!("email")));

        let session = client.complete_registration(&started, site.last_code().await).await.unwrap();
        assert_eq!(session.kind, SessionKind::User);
        assert_eq!(client.user_info().await.unwrap().str("given_name").as_deref(), Some("Grace"));
        client.login(headless_identity::LoginArgs::new("grace@example.com", "N3w-password")).await.unwrap();
    });
}

#[test]
fn by_text_message_with_custom_data_and_after_a_reload() {
    run(async {
        let site = Site::ready().await;
        let phone = json!({ "mobilePhone": "+12025550123", "newsletter": true });
        let args = by(VerificationMethod::Sms).custom_data(&phone).unwrap();
        let started = site.client().await.start_registration(args).await.unwrap();
        assert_eq!(site.outbox().await[0]["to"], json!("+12025550123"));
        assert_eq!(site.last_body("/init/registration").await["customdata"], phone);

        let resumed = StartedRegistration::resume(started.identifier(), started.method());
        site.client().await.complete_registration(&resumed, site.last_code().await).await.unwrap();
    });
}

#[test]
fn a_wrong_code_can_be_tried_again() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let started = client.start_registration(by(VerificationMethod::Email)).await.unwrap();
        for _ in 0..2 {
            let error = client.complete_registration(&started, "000000").await.unwrap_err();
            assert_eq!((error.code(), error.step()), (Code::InvalidOtp, Step::Authorize));
            assert!(error.hint().contains("same identifier stays good"), "{error:?}");
        }
        client.complete_registration(&started, site.last_code().await).await.unwrap();
    });
}

#[test]
fn recaptcha_in_both_forms() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let enterprise = |token: &str| Recaptcha::Enterprise {
            token: token.to_owned(),
            site_key: "key".to_owned(),
            expected_action: None,
            project_id: "project".to_owned(),
        };
        let with = |recaptcha: Option<Recaptcha>| {
            let args = RegistrationArgs::new(grace(), VerificationMethod::Email);
            recaptcha.into_iter().fold(args, RegistrationArgs::recaptcha)
        };
        for refused in [None, Some(Recaptcha::Token("low".to_owned())), Some(enterprise("wrong"))] {
            let error = client.start_registration(with(refused)).await.unwrap_err();
            assert_eq!((error.code(), error.step()), (Code::RecaptchaRequired, Step::Registration));
            assert!(error.error_description().unwrap().starts_with("include a reCAPT"));
            assert!(error.hint().contains("requires reCAPTCHA for this flow"));
        }
        client.start_registration(with(Some(enterprise("ok")))).await.unwrap();
    });
}

#[test]
fn a_bearer_that_cannot_stand_in_a_header_is_refused_and_nothing_is_sent() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        for token in ["", "00D!x\n", "00D x", "é"] {
            let reset = PasswordResetArgs::new("ada@example.com").bearer(token);
            let passwordless = PasswordlessArgs::new("ada@example.com", VerificationMethod::Email).bearer(token);
            for error in [
                client.start_registration(by(VerificationMethod::Email).bearer(token)).await.unwrap_err(),
                client.start_passwordless_login(passwordless).await.unwrap_err(),
                client.start_password_reset(reset).await.unwrap_err(),
            ] {
                assert_eq!((error.code(), error.step()), (Code::InvalidArgument, Step::Argument));
                assert!(!format!("{error:?}").contains("00D"), "{error:?}");
            }
        }
        assert_eq!(site.arrived().await.len(), 0);
    });
}

#[test]
fn a_site_that_requires_authentication_takes_a_bearer() {
    run(async {
        let settings = json!({
            "site": { "DoesRegistrationRequireAuth": true, "IsRecaptchaRequiredRgstr": false }
        });
        let site = Site::with(settings).await;
        let error = site.client().await.start_registration(by(VerificationMethod::Email)).await.unwrap_err();
        assert_eq!((error.code(), error.status()), (Code::SiteAuthRequired, Some(401)));
        assert!(error.hint().contains("backend"), "{error:?}");

        let integration = site.client().await;
        integration.login(site.user()).await.unwrap();
        let token = integration.get_access_token(Default::default()).await.unwrap();
        let args = by(VerificationMethod::Email).bearer(token);
        site.client().await.start_registration(args).await.unwrap();
    });
}

#[test]
fn what_is_off_and_what_is_refused() {
    run(async {
        let site = Site::with(json!({ "site": { "IsHeadlessUserRegistrationAllowed": false } })).await;
        let error = site.client().await.start_registration(by(VerificationMethod::Email)).await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::FlowNotEnabled, Step::Registration));
        assert!(error.hint().contains("Login & Registration"));

        let site = Site::ready().await;
        let client = site.client().await;
        let taken = NewUser { username: site.username.clone(), ..grace() };
        let args = RegistrationArgs::new(taken, VerificationMethod::Email).recaptcha(Recaptcha::Token("ok".to_owned()));
        let started = client.start_registration(args).await.unwrap();
        let error = client.complete_registration(&started, site.last_code().await).await.unwrap_err();
        assert_eq!((error.code(), error.error_description()), (Code::ServerError, Some("Duplicate Username")));

        let empty = NewUser { email: String::new(), ..grace() };
        let error =
            client.start_registration(RegistrationArgs::new(empty, VerificationMethod::Email)).await.unwrap_err();
        assert_eq!(error.code(), Code::InvalidArgument);
        assert_eq!(by(VerificationMethod::Email).custom_data(&7).unwrap_err().code(), Code::InvalidArgument);
    });
}

#[test]
fn the_password_is_in_the_body_and_nowhere_else() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let args = by(VerificationMethod::Email);
        let printed = format!("{args:?}");
        let started = client.start_registration(args).await.unwrap();
        assert!(!printed.contains("N3w-password"), "{printed}");
        client.complete_registration(&started, site.last_code().await).await.unwrap();
        let log = serde_json::to_string(&site.requests().await).unwrap();
        assert!(!log.contains("N3w-password"));
    });
}
