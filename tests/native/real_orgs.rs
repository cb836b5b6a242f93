//! What is seen in running orgs, beside the settings of a first set-up: the second table of `docs/stumbles.md`.

use headless_identity::{Code, EventKind, LoginArgs, NewUser, RegistrationArgs, Step, VerificationMethod};
use serde_json::json;

use crate::platform::run;
use crate::session::events;
use crate::site::{Site, forced};

#[test]
fn an_app_that_is_not_installed_in_the_org_is_told_from_a_wrong_password() {
    run(async {
        let site = Site::with(json!({ "switches": { "unknown_eca": "app_not_found" } })).await;
        let config = headless_identity::Config::new(&site.url, "3MVG9another.orgs.app");
        let error = site.client_of(config).await.login(site.user()).await.unwrap_err();
        assert_eq!(
            (error.code(), error.step(), error.error()),
            (Code::UnknownClient, Step::Authorize, Some("app_not_found"))
        );
        assert!(error.hint().contains("not installed in this org"), "{}", error.hint());
    });
}

#[test]
fn a_client_id_of_another_org_may_look_like_a_wrong_callback() {
    run(async {
        let site = Site::with(json!({ "switches": { "foreign_client": "redirect_uri_mismatch" } })).await;
        let config = headless_identity::Config::new(&site.url, "3MVG9another.orgs.app");
        let error = site.client_of(config).await.login(site.user()).await.unwrap_err();
        assert_eq!(error.code(), Code::RedirectUriMismatch);
        assert!(error.hint().contains("another org"), "{}", error.hint());
    });
}

#[test]
fn an_app_that_is_removed_ends_its_sessions_at_the_next_renewal() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        client.login(site.user()).await.unwrap();
        let (seen, _subscription) = events(&client);
        site.remove_app().await;
        let error = client.get_access_token(forced()).await.unwrap_err();
        assert_eq!(
            (error.code(), error.step(), error.error()),
            (Code::SessionExpired, Step::Refresh, Some("app_not_found"))
        );
        assert!(error.hint().contains("not installed in this org"), "{}", error.hint());
        assert_eq!(*seen.borrow(), [EventKind::Expired]);
        assert!(client.session().is_none());
    });
}

#[test]
fn a_registration_handler_that_throws_is_heard_by_the_developer() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let grace = NewUser {
            first_name: "Grace".to_owned(),
            last_name: "Hopper".to_owned(),
            email: "grace@example.com".to_owned(),
            username: "grace@example.com".to_owned(),
            password: "a strong password 1".into(),
        };
        let args = RegistrationArgs::new(grace, VerificationMethod::Email)
            .recaptcha(headless_identity::Recaptcha::Token("ok".to_owned()))
            .custom_data(&json!({ "model_throw": "MyException: no account manager" }))
            .unwrap();
        let started = client.start_registration(args).await.unwrap();
        let error = client.complete_registration(&started, site.last_code().await).await.unwrap_err();
        assert_eq!((error.code(), error.error()), (Code::RegistrationFailed, Some("registration_error")));
        assert_eq!(error.error_description(), Some("MyException: no account manager"));
        assert!(!error.retryable() && client.session().is_none());
    });
}

#[test]
fn a_renewal_from_an_address_that_is_not_allowed_keeps_the_session() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        client.login(site.user()).await.unwrap();
        let office = json!([{ "start": "10.0.0.1", "end": "10.0.0.2" }]);
        site.patch(json!({ "app": { "refreshTokenIpAllowlist": office } })).await;
        let error = client.get_access_token(forced()).await.unwrap_err();
        assert_eq!((error.code(), error.error()), (Code::ServerError, Some("invalid_grant")));
        assert!(error.hint().contains("IP allowlist"), "{}", error.hint());
        assert!(client.session().is_some());
    });
}

#[test]
fn an_apex_endpoint_of_the_org_serves_as_callback() {
    run(async {
        let path = "/services/apexrest/code/extraction";
        let site = Site::with(json!({ "site": { "apexCallback": path } })).await;
        let callback = format!("{}vforcesite{path}", site.url);
        site.patch(json!({ "app": { "callbackUrls": [callback] } })).await;
        let client = site.client_of(site.config().redirect_uri(&callback)).await;
        client.login(site.user()).await.unwrap();
        client.logout().await.unwrap();
        let error = client.login(LoginArgs::new(&site.username, "no")).await.unwrap_err();
        assert_eq!(error.code(), Code::InvalidCredentials);
    });
}
