//! Login, as a person would see it: who may come in, what is then known, and what crossed the wire.

use headless_identity::{AccessTokenArgs, Code, Credentials, LoginArgs, SessionKind, Step, TokenFormat};
use serde_json::json;

use crate::platform::run;
use crate::site::Site;

#[test]
fn a_login_takes_three_requests_and_gives_a_session() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let session = client.login(site.user()).await.unwrap();

        assert_eq!(session.kind, SessionKind::User);
        assert_eq!(session.token_format, TokenFormat::Jwt);
        assert!(session.user_id.as_ref().unwrap().starts_with("005"));
        assert!(session.organization_id.as_ref().unwrap().starts_with("00D"));
        assert!(session.expires_at.unwrap() > session.issued_at);
        assert_eq!(session.community_url.as_deref(), Some(site.url.as_str()));
        assert!(session.scopes.iter().any(|scope| scope == "openid"));
        let subject = session.id_token_claims.as_ref().unwrap().str("sub").unwrap();
        assert!(subject.ends_with(session.user_id.as_ref().unwrap()));
        assert_eq!(
            site.arrived().await,
            ["POST /services/oauth2/authorize", "GET /services/oauth2/echo", "POST /services/oauth2/token"]
        );
        let token = client.get_access_token(AccessTokenArgs::default()).await.unwrap();
        assert_eq!(site.call_api(token.expose()).await, 200);
        assert_eq!(
            client.user_info().await.unwrap().str("preferred_username").as_deref(),
            Some(site.username.as_str())
        );
    });
}

#[test]
fn the_session_is_the_same_value_until_something_changes() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        assert!(client.session().is_none());
        client.login(site.user()).await.unwrap();
        let before = client.session().unwrap();
        assert!(std::rc::Rc::ptr_eq(&before, &client.session().unwrap()));
        client.login(site.user()).await.unwrap();
        assert!(!std::rc::Rc::ptr_eq(&before, &client.session().unwrap()));
    });
}

#[test]
fn credentials_travel_in_the_body_or_in_the_header_and_never_in_a_url() {
    run(async {
        let site = Site::ready().await;
        site.client().await.login(site.user()).await.unwrap();
        site.client_of(site.config().credentials(Credentials::Header)).await.login(site.user()).await.unwrap();

        let requests = site.requests().await;
        let authorize: Vec<_> =
            requests.iter().filter(|r| r["path"].as_str().unwrap().ends_with("/authorize")).collect();
        assert_eq!(authorize[0]["form"]["username"], json!(site.username));
        assert_eq!(authorize[0]["form"]["password"], json!("***"));
        assert!(authorize[0]["headers"].get("authorization").is_none());
        assert!(authorize[1]["form"].get("username").is_none());
        assert_eq!(authorize[1]["headers"]["authorization"], json!("***"));
        for request in &requests {
            let query = request["query"].as_object().unwrap();
            let is_echo = request["path"].as_str().unwrap().ends_with("/echo");
            assert!(query.is_empty() || is_echo, "{request}");
        }
    });
}

#[test]
fn each_login_has_a_fresh_state_and_challenge() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        for _ in 0..2 {
            client.login(site.user()).await.unwrap();
        }
        let requests = site.requests().await;
        let forms: Vec<_> = requests
            .iter()
            .filter(|r| r["path"].as_str().unwrap().ends_with("/authorize"))
            .map(|r| &r["form"])
            .collect();
        assert_ne!(forms[0]["state"], forms[1]["state"]);
        assert_ne!(forms[0]["code_challenge"], forms[1]["code_challenge"]);
        assert_eq!(forms[0]["code_challenge_method"], json!("S256"));
    });
}

#[test]
fn odd_characters_arrive_as_they_were_typed() {
    run(async {
        let password = "  pässwörd ✓ 🙂 a+b%20&=\"'\\ 1 ";
        let username = "zoë+shop@example.com";
        let site = Site::with(json!({ "users": [{ "username": username, "password": password }] })).await;
        for credentials in [Credentials::Body, Credentials::Header] {
            let client = site.client_of(site.config().credentials(credentials)).await;
            client.login(LoginArgs::new(username, password)).await.unwrap();
            let error = client.login(LoginArgs::new(username, password.trim())).await.unwrap_err();
            assert_eq!(error.code(), Code::InvalidCredentials);
        }
    });
}

#[test]
fn a_wrong_password_says_so_and_the_next_login_works() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let error = client.login(LoginArgs::new(&site.username, "wrong")).await.unwrap_err();
        assert_eq!(
            (error.code(), error.step(), error.status()),
            (Code::InvalidCredentials, Step::Authorize, Some(400))
        );
        assert_eq!((error.error(), error.error_description()), (Some("invalid_grant"), Some("authentication failure")));
        assert!(client.session().is_none());
        client.login(site.user()).await.unwrap();
    });
}

#[test]
fn empty_arguments_are_refused_without_a_request() {
    run(async {
        let site = Site::ready().await;
        for args in [LoginArgs::new("", "pw"), LoginArgs::new("ada", "")] {
            let error = site.client().await.login(args).await.unwrap_err();
            assert_eq!((error.code(), error.step()), (Code::InvalidArgument, Step::Argument));
        }
        assert!(site.arrived().await.is_empty());
    });
}

#[test]
fn opaque_tokens_work_as_well() {
    run(async {
        let site = Site::with(json!({ "app": { "isNamedUserJwtEnabled": false } })).await;
        let client = site.client().await;
        let session = client.login(site.user()).await.unwrap();
        assert_eq!((session.token_format, session.expires_at), (TokenFormat::Opaque, None));
        let token = client.get_access_token(AccessTokenArgs::default()).await.unwrap();
        assert!(token.expose().starts_with("00D"));
        assert_eq!(site.call_api(token.expose()).await, 200);
    });
}

#[test]
fn the_requested_scopes_are_granted() {
    run(async {
        let site = Site::ready().await;
        let session = site.client_of(site.config().scopes(["api"])).await.login(site.user()).await.unwrap();
        assert_eq!(session.scopes, ["api"]);
        assert!(session.id_token_claims.is_none());
    });
}

#[test]
fn nothing_that_prints_holds_a_secret() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let args = LoginArgs::new(&site.username, "canary-password");
        let mut printed = format!("{args:?}");
        let error = client.login(args).await.unwrap_err();
        printed += &format!("{error:?} {error}");
        let session = client.login(site.user()).await.unwrap();
        let token = client.get_access_token(AccessTokenArgs::default()).await.unwrap();
        printed += &format!("{session:?} {token:?} {:?}", client.session());
        assert!(!printed.contains("canary-password") && !printed.contains(&site.password));
        assert!(!printed.contains(token.expose()));
    });
}
