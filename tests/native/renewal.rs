//! The access token, renewed when it is read.

use std::time::Duration;

use headless_identity::{AccessTokenArgs, Client, Code, EventKind, Step};
use serde_json::json;

use crate::platform::{Native, run};
use crate::session::{events, settle};
use crate::site::{Site, forced};

const ROTATING: &str = r#"{ "app": { "isRefreshTokenRotationEnabled": true } }"#;

async fn rotating() -> (Site, Client) {
    let site = Site::with(serde_json::from_str(ROTATING).unwrap()).await;
    let client = site.client().await;
    client.login(site.user()).await.unwrap();
    (site, client)
}

#[test]
fn a_token_that_is_good_for_long_enough_costs_no_request() {
    run(async {
        let (site, client) = rotating().await;
        let before = site.arrived().await.len();
        for _ in 0..10 {
            client.get_access_token(AccessTokenArgs::default()).await.unwrap();
        }
        assert_eq!(site.arrived().await.len(), before);
        let session = client.session().unwrap();
        let lifetime = Duration::from_millis(session.expires_at.unwrap() - session.issued_at);
        client.get_access_token(AccessTokenArgs::default().min_ttl(lifetime + Duration::from_secs(1))).await.unwrap();
        assert_eq!(site.refreshes().await, 1);
    });
}

#[test]
fn a_hundred_callers_share_one_renewal() {
    run(async {
        let (site, client) = rotating().await;
        let (seen, _subscription) = events(&client);
        let mut calls = tokio::task::JoinSet::new();
        for _ in 0..100 {
            let client = client.clone();
            calls.spawn_local(async move { client.get_access_token(forced()).await.unwrap().expose().to_owned() });
        }
        let tokens = calls.join_all().await;
        assert!(tokens.iter().all(|token| *token == tokens[0]));
        assert_eq!(site.refreshes().await, 1);
        assert_eq!(*seen.borrow(), [EventKind::Refreshed]);
        assert_eq!(site.call_api(&tokens[0]).await, 200);
    });
}

#[test]
fn with_rotation_each_renewal_uses_the_newest_refresh_token() {
    run(async {
        let (site, client) = rotating().await;
        for _ in 0..5 {
            client.get_access_token(forced()).await.unwrap();
        }
        let token = client.get_access_token(AccessTokenArgs::default()).await.unwrap();
        assert_eq!((site.refreshes().await, site.call_api(token.expose()).await), (5, 200));
    });
}

#[test]
fn only_a_definitive_answer_ends_the_session() {
    run(async {
        let (site, client) = rotating().await;
        let (seen, _subscription) = events(&client);
        for (kind, status, code) in [
            ("status", 503, Code::ServerError),
            ("status", 429, Code::RateLimited),
            ("html", 200, Code::UnexpectedResponse),
            ("garbage", 200, Code::UnexpectedResponse),
        ] {
            site.fault(json!({ "path": "/token", "kind": kind, "status": status, "times": 2 })).await;
            let error = client.get_access_token(forced()).await.unwrap_err();
            assert_eq!((error.code(), error.step()), (code, Step::Refresh));
            // Not forced, the old token does as long as it is good.
            let wish = AccessTokenArgs::default().min_ttl(Duration::from_secs(1_000_000));
            client.get_access_token(wish).await.unwrap();
            site.clear_faults().await;
        }
        assert!(seen.borrow().is_empty());

        site.patch(json!({ "app": { "isSecretRequiredForRefreshToken": true } })).await;
        let error = client.get_access_token(forced()).await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::SecretRequired, Step::Refresh));
        assert!(error.hint().contains("Require Secret for Refresh Token Flow"));
        assert!(client.session().is_some());
        site.patch(json!({ "app": { "isSecretRequiredForRefreshToken": false } })).await;

        site.revoke_all().await;
        let error = client.get_access_token(forced()).await.unwrap_err();
        assert_eq!(
            (error.code(), error.step(), error.error()),
            (Code::SessionExpired, Step::Refresh, Some("invalid_grant"))
        );
        assert_eq!(*seen.borrow(), [EventKind::Expired]);
        assert!(client.session().is_none());
        assert_eq!(client.get_access_token(forced()).await.unwrap_err().code(), Code::NoSession);
    });
}

#[test]
fn a_token_that_is_over_and_a_site_that_does_not_answer() {
    run(async {
        let site = Site::ready().await;
        let native = Native::default();
        let client = Client::with_platform(site.config(), native.clone()).await.unwrap();
        client.login(site.user()).await.unwrap();
        native.advance(Duration::from_secs(24 * 3600));
        site.fault(json!({ "path": "/token", "kind": "status", "times": 1 })).await;
        let error = client.get_access_token(AccessTokenArgs::default()).await.unwrap_err();
        assert_eq!((error.code(), error.retryable()), (Code::ServerError, true));
        assert!(client.session().is_some(), "kept as long as it may be renewed");
        client.get_access_token(AccessTokenArgs::default()).await.unwrap();
    });
}

#[test]
fn forced_without_a_refresh_token_leaves_a_good_session_alone() {
    run(async {
        let site = Site::ready().await;
        let client = site.client_of(site.config().scopes(["api"])).await;
        client.login(site.user()).await.unwrap();
        let error = client.get_access_token(forced()).await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::SessionExpired, Step::Session));
        assert!(error.hint().contains("refresh_token"));
        client.get_access_token(AccessTokenArgs::default()).await.unwrap();
    });
}

#[test]
fn a_caller_that_gives_up_does_not_cut_the_renewal() {
    run(async {
        let (site, client) = rotating().await;
        site.fault(json!({ "path": "/token", "kind": "delay", "ms": 200 })).await;
        let given_up = tokio::time::timeout(Duration::from_millis(50), client.get_access_token(forced())).await;
        assert!(given_up.is_err());
        tokio::time::sleep(Duration::from_millis(400)).await;
        let token = client.get_access_token(AccessTokenArgs::default()).await.unwrap();
        assert_eq!((site.refreshes().await, site.call_api(token.expose()).await), (1, 200));
        client.get_access_token(forced()).await.unwrap();
    });
}

#[test]
fn a_sign_out_during_a_renewal_stays_and_the_late_token_is_revoked() {
    run(async {
        let (site, client) = rotating().await;
        site.fault(json!({ "path": "/token", "kind": "delay", "ms": 200 })).await;
        let (outcome, ()) = tokio::join!(client.get_access_token(forced()), async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            client.logout().await.unwrap();
        });
        let error = outcome.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::Aborted, Step::Refresh));
        settle().await;
        assert!(client.session().is_none());
        assert_eq!(site.approvals().await, 0);
    });
}

#[test]
fn userinfo_renews_a_bad_token_once() {
    run(async {
        let (site, client) = rotating().await;
        let token = client.get_access_token(AccessTokenArgs::default()).await.unwrap();
        site.revoke(token.expose()).await;
        assert_eq!(
            client.user_info().await.unwrap().str("preferred_username").as_deref(),
            Some(site.username.as_str())
        );
        assert_eq!(site.refreshes().await, 1);

        site.revoke_all().await;
        let error = client.user_info().await.unwrap_err();
        assert_eq!(error.code(), Code::SessionExpired);
        assert!(client.session().is_none());
    });
}

#[test]
fn a_session_that_userinfo_meets_in_place_of_its_own_is_not_ended_for_a_token_that_has_run_out() {
    run(async {
        let site = Site::ready().await;
        let native = Native::default();
        let client = Client::with_platform(site.config(), native.clone()).await.unwrap();
        client.continue_as_guest(None).await.unwrap();
        // Userinfo refuses guests. While this one is renewed a person signs in, and the device sleeps.
        site.fault(json!({ "path": "/authorize", "kind": "delay", "ms": 500 })).await;
        let (info, ()) = tokio::join!(client.user_info(), async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            client.login(site.user()).await.unwrap();
            site.advance_clock(3 * 3600).await;
            native.advance(Duration::from_secs(3 * 3600));
        });
        assert_eq!(info.unwrap().str("preferred_username").as_deref(), Some(site.username.as_str()));
        assert!(client.session().is_some());
    });
}

#[test]
fn a_token_that_ends_while_the_site_hangs_is_not_given_out() {
    run(async {
        let site = Site::ready().await;
        let native = Native::default();
        let config = site.config().timeout(Duration::from_millis(400));
        let client = Client::with_platform(config, native.clone()).await.unwrap();
        let session = client.login(site.user()).await.unwrap();
        site.fault(json!({ "path": "/token", "kind": "delay", "ms": 5_000, "times": 9 })).await;
        native.advance(Duration::from_millis(session.expires_at.unwrap() - session.issued_at - 200));
        let error = client.get_access_token(AccessTokenArgs::default()).await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::Timeout, Step::Refresh));
    });
}

#[test]
fn a_bearer_may_go_to_the_site_and_nowhere_else() {
    run(async {
        let (site, client) = rotating().await;
        assert!(client.may_have_bearer(&format!("{}/services/data?x=1#y", site.url)));
        for foreign in
            ["https://evil.example/", &site.url.replace("127.0.0.1", "127.0.0.1.evil.example"), "/services", ""]
        {
            assert!(!client.may_have_bearer(foreign), "{foreign}");
        }
    });
}

#[test]
fn a_guest_that_userinfo_refuses_stays_a_guest() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let uvid = client.continue_as_guest(None).await.unwrap().uvid;
        let error = client.user_info().await.unwrap_err();
        assert_eq!((error.code(), error.step(), error.status()), (Code::SessionExpired, Step::Userinfo, Some(403)));
        assert_eq!(client.session().unwrap().uvid, uvid);
    });
}

#[test]
fn a_bad_token_that_cannot_be_renewed_ends_the_session() {
    run(async {
        let site = Site::ready().await;
        let client = site.client_of(site.config().scopes(["openid", "api"])).await;
        client.login(site.user()).await.unwrap();
        let (seen, _subscription) = events(&client);
        site.revoke_all().await;
        let error = client.user_info().await.unwrap_err();
        assert_eq!(
            (error.code(), error.step(), error.error()),
            (Code::SessionExpired, Step::Userinfo, Some("Bad_OAuth_Token"))
        );
        assert_eq!(*seen.borrow(), [EventKind::Expired]);
    });
}

#[test]
fn an_address_that_is_not_allowed_does_not_end_the_session() {
    run(async {
        let (site, client) = rotating().await;
        site.patch(json!({ "org": { "ipRanges": [{ "start": "10.0.0.1", "end": "10.0.0.2" }] } })).await;
        let error = client.get_access_token(forced()).await.unwrap_err();
        assert_eq!((error.code(), error.error()), (Code::ServerError, Some("invalid_grant")));
        assert!(client.session().is_some());
    });
}
