//! What people stumble over when they set a site up, and what they are told. The numbers are those of the table in
//! `docs/stumbles.md`.

use headless_identity::{Client, Code, Config, Credentials, Error, PasswordlessArgs, Step, VerificationMethod};
use serde_json::{Value, json};

use crate::platform::{Native, run};
use crate::site::{Site, forced};

async fn refused(settings: Value) -> Error {
    let site = Site::with(settings).await;
    site.client().await.login(site.user()).await.unwrap_err()
}

/// Code, step, what the server said, and a word that the hint must have.
#[track_caller]
fn says(error: &Error, code: Code, step: Step, words: Option<(&str, &str)>, hint: &str) {
    assert_eq!((error.code(), error.step()), (code, step), "{error:?}");
    assert_eq!(error.error().zip(error.error_description()), words, "{error:?}");
    assert!(error.hint().contains(hint), "{error:?}");
    assert!(!error.retryable());
}

#[test]
fn row_01_the_flow_is_off_for_the_app() {
    run(async {
        let error = refused(json!({ "app": { "isCodeCredFlowEnabled": false } })).await;
        let words = ("invalid_client", "code credential flow not enabled");
        says(&error, Code::FlowNotEnabled, Step::Authorize, Some(words), "Authorization Code and Credentials Flow");
    });
}

#[test]
fn row_05_the_flow_is_off_for_the_org() {
    run(async {
        let error = refused(json!({ "org": { "oAuthCdCrdtFlowEnable": false } })).await;
        says(&error, Code::NotHeadless, Step::Authorize, None, "OAuth and OpenID Connect Settings");
        assert_eq!(error.status(), Some(200));
    });
}

#[test]
fn row_05_post_only_and_credentials_in_the_header() {
    run(async {
        let site = Site::with(json!({ "app": { "isCodeCredPostOnly": true } })).await;
        let header = site.client_of(site.config().credentials(Credentials::Header)).await;
        let error = header.login(site.user()).await.unwrap_err();
        says(&error, Code::NotHeadless, Step::Authorize, None, "credentials: \"body\"");
        site.client().await.login(site.user()).await.unwrap();
    });
}

#[test]
fn row_03_a_secret_is_required() {
    run(async {
        let error = refused(json!({ "app": { "isConsumerSecretOptional": false } })).await;
        let words = ("invalid_client", "invalid client credentials");
        says(&error, Code::SecretRequired, Step::Token, Some(words), "Require Secret for Web Server Flow");
    });
}

#[test]
fn row_08_the_callback_is_another() {
    run(async {
        let error = refused(json!({ "app": { "callbackUrls": ["https://app.example.com/cb"] } })).await;
        let words = ("redirect_uri_mismatch", "redirect_uri must match configuration");
        says(&error, Code::RedirectUriMismatch, Step::Authorize, Some(words), "/services/oauth2/echo");
    });
}

#[test]
fn row_11_the_user_is_not_approved() {
    run(async {
        let error = refused(json!({ "app": { "commaSeparatedProfile": "Somebody Else" } })).await;
        let words = ("invalid_app_access", "user is not admin approved to access this app");
        says(&error, Code::NotAdminApproved, Step::Authorize, Some(words), "Pre-authorize");

        let by_permission_set = json!({
            "app": { "commaSeparatedProfile": "Somebody Else", "commaSeparatedPermissionSet": "Shop" },
            "users": [{ "username": "ada@example.com", "password": "S3cret-pass", "permissionSets": ["Shop"] }],
        });
        let site = Site::with(by_permission_set).await;
        site.client().await.login(site.user()).await.unwrap();
    });
}

#[test]
fn row_05_a_scope_is_not_on_the_app() {
    run(async {
        let site = Site::ready().await;
        let client = site.client_of(site.config().scopes(["openid", "wave_api"])).await;
        let error = client.login(site.user()).await.unwrap_err();
        says(&error, Code::NotHeadless, Step::Authorize, None, "scope that is not selected on the app");
    });
}

#[test]
fn row_20_the_client_id_is_of_another_org() {
    run(async {
        let (site, other) = (Site::ready().await, Site::ready().await);
        let client = site.client_of(Config::new(&site.url, &other.client_id)).await;
        let error = client.login(site.user()).await.unwrap_err();
        let words = ("invalid_client_id", "client identifier invalid");
        says(&error, Code::UnknownClient, Step::Authorize, Some(words), "nothing to do with the user's password");
    });
}

#[test]
fn row_04_the_prefix_is_wrong() {
    run(async {
        let site = Site::ready().await;
        let client = site.client_of(Config::new(format!("{}-x", site.url), &site.client_id)).await;
        let error = client.login(site.user()).await.unwrap_err();
        let words = ("NOT_FOUND", "Could not find a match for URL");
        says(&error, Code::SiteNotFound, Step::Authorize, Some(words), "prefix");
        assert_eq!(error.status(), Some(404));
    });
}

#[test]
fn row_04_the_site_is_not_live() {
    run(async {
        let error = refused(json!({ "site": { "status": "UnderConstruction" } })).await;
        let words = ("NOT_FOUND", "Could not find a match for URL");
        says(&error, Code::SiteNotFound, Step::Authorize, Some(words), "active");
    });
}

#[test]
fn a_code_that_is_too_old() {
    run(async {
        let site = Site::ready().await;
        // The answer with the code is held back until the clock has moved past the code's life.
        site.fault(json!({ "path": "/echo", "kind": "delay", "ms": 300 })).await;
        let client = site.client().await;
        let (outcome, ()) = tokio::join!(client.login(site.user()), async {
            tokio::time::sleep(std::time::Duration::from_millis(150)).await;
            site.advance_clock(901).await;
        });
        let words = ("invalid_grant", "expired authorization code");
        says(&outcome.unwrap_err(), Code::ServerError, Step::Token, Some(words), "Start the login again");
    });
}

#[test]
fn pkce_is_there_whether_or_not_it_is_required() {
    run(async {
        for (org, app) in [(true, true), (true, false), (false, true), (false, false)] {
            let settings = json!({ "org": { "isPkceRequired": org }, "app": { "isPkceRequired": app } });
            let site = Site::with(settings).await;
            site.client().await.login(site.user()).await.unwrap();
        }
    });
}

#[test]
fn row_02_recaptcha_is_required() {
    run(async {
        let site = Site::ready().await;
        let args = PasswordlessArgs::new(&site.username, VerificationMethod::Email);
        let error = site.client().await.start_passwordless_login(args).await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::RecaptchaRequired, Step::Passwordless));
        assert!(error.error_description().unwrap().starts_with("include a reCAPT"), "{error:?}");
        assert!(error.hint().contains("pass a fresh token, or have the requirement changed"), "{error:?}");

        let site = Site::with(json!({ "switches": { "recaptcha_at_authorize": "on" } })).await;
        let error = site.client().await.login(site.user()).await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::RecaptchaRequired, Step::Authorize));
    });
}

#[test]
fn row_03_a_secret_is_required_for_the_renewal_only() {
    run(async {
        let site = Site::with(json!({ "app": { "isSecretRequiredForRefreshToken": true } })).await;
        let client = site.client().await;
        client.login(site.user()).await.unwrap();
        let error = client.get_access_token(forced()).await.unwrap_err();
        let words = ("invalid_client", "invalid client credentials");
        says(&error, Code::SecretRequired, Step::Refresh, Some(words), "Require Secret for Refresh Token Flow");
    });
}

#[test]
fn row_06_another_callback_loses_nothing_where_its_address_can_be_read() {
    run(async {
        let other = Site::ready().await;
        let callback = format!("{}/services/oauth2/authorize", other.url);
        let site = Site::with(json!({ "app": { "callbackUrls": [callback] } })).await;
        site.client_of(site.config().redirect_uri(callback)).await.login(site.user()).await.unwrap();
    });
}

#[test]
fn row_08_a_trailing_slash_is_another_callback() {
    run(async {
        let site = Site::ready().await;
        let sent = format!("{}/services/oauth2/echo/", site.url);
        let client = site.client_of(site.config().redirect_uri(sent.as_str())).await;
        let error = client.login(site.user()).await.unwrap_err();
        assert_eq!(error.code(), Code::RedirectUriMismatch);
        assert!(
            error.hint().contains(&format!("Sent was: {sent} ")) && error.hint().contains("byte for byte"),
            "{error:?}"
        );
    });
}

#[test]
fn row_09_both_prefixes_serve_and_one_of_them_is_the_callback() {
    run(async {
        let site = Site::ready().await;
        let companion = format!("{}vforcesite", site.url);
        let registered = format!("{}/services/oauth2/echo", site.url);
        let config = Config::new(&companion, &site.client_id);
        site.client_of(config.clone().redirect_uri(registered)).await.login(site.user()).await.unwrap();
        let error = site.client_of(config).await.login(site.user()).await.unwrap_err();
        assert_eq!(error.code(), Code::RedirectUriMismatch);
        assert!(error.hint().contains("/portalvforcesite"), "{error:?}");
    });
}

#[test]
fn row_10_a_changed_setting_takes_its_time() {
    run(async {
        let settings = json!({ "app": { "isCodeCredFlowEnabled": false }, "switches": { "propagation_delay": 600 } });
        let site = Site::with(settings).await;
        let client = site.client().await;
        assert_eq!(client.login(site.user()).await.unwrap_err().code(), Code::FlowNotEnabled);
        site.patch(json!({ "app": { "isCodeCredFlowEnabled": true } })).await;
        let error = client.login(site.user()).await.unwrap_err();
        assert_eq!(error.code(), Code::FlowNotEnabled);
        assert!(error.hint().contains("ten minutes"), "{error:?}");
        site.advance_clock(601).await;
        client.login(site.user()).await.unwrap();
    });
}

#[test]
fn row_12_a_visitor_id_that_is_refused() {
    run(async {
        let site = Site::ready().await;
        let native = Native::default();
        native.lost_header.set(Some("uvid-hint"));
        let client = Client::with_platform(site.config(), native).await.unwrap();
        let error = client.continue_as_guest(None).await.unwrap_err();
        let words = ("invalid_request", "uvid invalid");
        says(&error, Code::UvidInvalid, Step::Authorize, Some(words), "prefix word");
    });
}

#[test]
fn row_15_guests_are_off() {
    run(async {
        let site = Site::with(json!({ "app": { "isGuestCodeCredFlowEnabled": false } })).await;
        let error = site.client().await.continue_as_guest(None).await.unwrap_err();
        let words = ("invalid_client", "guest flow not enabled");
        says(&error, Code::GuestNotEnabled, Step::Authorize, Some(words), "clears the guest checkbox");
    });
}

#[test]
fn row_16_no_refresh_token_and_no_word_of_it() {
    run(async {
        let site = Site::ready().await;
        let client = site.client_of(site.config().scopes(["openid", "api"])).await;
        client.login(site.user()).await.unwrap();
        let error = client.get_access_token(forced()).await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::SessionExpired, Step::Session));
        assert!(
            error.hint().contains("refresh_token") && error.hint().contains("full does not include it"),
            "{error:?}"
        );
    });
}

#[test]
fn row_22_everything_the_server_said_is_kept() {
    run(async {
        let site = Site::ready().await;
        let error = site.client().await.login(headless_identity::LoginArgs::new("ada", "no")).await.unwrap_err();
        assert_eq!(
            (error.step(), error.status(), error.error(), error.error_description()),
            (Step::Authorize, Some(400), Some("invalid_grant"), Some("authentication failure"))
        );
    });
}
