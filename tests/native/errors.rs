//! Each way a site can be set up wrongly, with what the developer is told.

use headless_identity::{Code, Config, Credentials, Error, Step};
use serde_json::{Value, json};

use crate::platform::run;
use crate::site::Site;

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
fn the_flow_is_off_for_the_app() {
    run(async {
        let error = refused(json!({ "app": { "isCodeCredFlowEnabled": false } })).await;
        let words = ("invalid_client", "code credential flow not enabled");
        says(&error, Code::FlowNotEnabled, Step::Authorize, Some(words), "Authorization Code and Credentials Flow");
    });
}

#[test]
fn the_flow_is_off_for_the_org() {
    run(async {
        let error = refused(json!({ "org": { "oAuthCdCrdtFlowEnable": false } })).await;
        says(&error, Code::NotHeadless, Step::Authorize, None, "OAuth and OpenID Connect Settings");
        assert_eq!(error.status(), Some(200));
    });
}

#[test]
fn post_only_and_credentials_in_the_header() {
    run(async {
        let site = Site::with(json!({ "app": { "isCodeCredPostOnly": true } })).await;
        let header = site.client_of(site.config().credentials(Credentials::Header)).await;
        let error = header.login(site.user()).await.unwrap_err();
        says(&error, Code::NotHeadless, Step::Authorize, None, "credentials: \"body\"");
        site.client().await.login(site.user()).await.unwrap();
    });
}

#[test]
fn a_secret_is_required() {
    run(async {
        let error = refused(json!({ "app": { "isConsumerSecretOptional": false } })).await;
        let words = ("invalid_client", "invalid client credentials");
        says(&error, Code::SecretRequired, Step::Token, Some(words), "Require Secret for Web Server Flow");
    });
}

#[test]
fn the_callback_is_another() {
    run(async {
        let error = refused(json!({ "app": { "callbackUrls": ["https://app.example.com/cb"] } })).await;
        let words = ("redirect_uri_mismatch", "redirect_uri must match configuration");
        says(&error, Code::RedirectUriMismatch, Step::Authorize, Some(words), "/services/oauth2/echo");
    });
}

#[test]
fn the_user_is_not_approved() {
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
fn a_scope_is_not_on_the_app() {
    run(async {
        let site = Site::ready().await;
        let client = site.client_of(site.config().scopes(["openid", "wave_api"])).await;
        let error = client.login(site.user()).await.unwrap_err();
        says(&error, Code::NotHeadless, Step::Authorize, None, "scope that is not selected on the app");
    });
}

#[test]
fn the_client_id_is_of_another_org() {
    run(async {
        let (site, other) = (Site::ready().await, Site::ready().await);
        let client = site.client_of(Config::new(&site.url, &other.client_id)).await;
        let error = client.login(site.user()).await.unwrap_err();
        let words = ("invalid_client_id", "client identifier invalid");
        says(&error, Code::UnknownClient, Step::Authorize, Some(words), "nothing to do with the user's password");
    });
}

#[test]
fn the_prefix_is_wrong() {
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
fn the_site_is_not_live() {
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
