//! A call belongs to the session it began in: a renewal of that one may serve it, another person's session never.

use std::time::Duration;

use headless_identity::{
    AccessToken, AccessTokenArgs, Client, Code, Error, EventKind, LoginArgs, SessionKind, Step, Storage, Uvid,
};
use serde_json::json;

use crate::platform::{Native, run};
use crate::session::{events, settle};
use crate::site::{Site, forced};
use crate::view::look;

/// A site with two users and slow answers to come: the next token request takes a while.
async fn site_of_two() -> Site {
    Site::with(json!({
        "app": { "isRefreshTokenRotationEnabled": true },
        "users": [
            { "username": "ada@example.com", "password": "ada's password 1" },
            { "username": "bob@example.com", "password": "bob's password 1" },
        ],
    }))
    .await
}

fn bob() -> LoginArgs {
    LoginArgs::new("bob@example.com", "bob's password 1")
}

async fn slow_renewal(site: &Site) {
    site.fault(json!({ "path": "/token", "kind": "delay", "ms": 500 })).await;
}

async fn soon() {
    tokio::time::sleep(Duration::from_millis(100)).await;
}

fn code_of(outcome: Result<AccessToken, Error>) -> (Code, Step) {
    let error = outcome.unwrap_err();
    (error.code(), error.step())
}

#[test]
fn after_a_sign_out_it_is_aborted_also_when_somebody_else_has_signed_in() {
    run(async {
        let site = site_of_two().await;
        let client = site.client().await;
        client.login(site.user()).await.unwrap();
        slow_renewal(&site).await;
        let (outcome, ()) = tokio::join!(client.get_access_token(forced()), async {
            soon().await;
            client.logout().await.unwrap();
            client.login(bob()).await.unwrap();
        });
        assert_eq!(code_of(outcome), (Code::Aborted, Step::Refresh));
        settle().await;
        assert_eq!(site.approvals().await, 1, "what was renewed too late is revoked, and bob's session is not");
        client.get_access_token(forced()).await.unwrap();
    });
}

#[test]
fn after_another_sign_in_it_has_expired_and_the_other_session_goes_on() {
    run(async {
        let site = site_of_two().await;
        let client = site.client().await;
        client.login(site.user()).await.unwrap();
        let (seen, _subscription) = events(&client);
        slow_renewal(&site).await;
        let (outcome, ()) = tokio::join!(client.get_access_token(forced()), async {
            soon().await;
            client.login(bob()).await.unwrap();
        });
        let error = outcome.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::SessionExpired, Step::Session));
        assert!(error.hint().contains("another sign-in"), "{}", error.hint());
        assert_eq!(*seen.borrow(), [EventKind::SignedIn]);
        client.get_access_token(forced()).await.unwrap();
    });
}

#[test]
fn userinfo_never_tells_one_person_about_another() {
    run(async {
        let site = site_of_two().await;
        let client = site.client().await;
        client.login(site.user()).await.unwrap();
        let token = client.get_access_token(AccessTokenArgs::default()).await.unwrap();
        site.revoke(token.expose()).await;
        slow_renewal(&site).await;
        let (outcome, ()) = tokio::join!(client.user_info(), async {
            soon().await;
            client.login(bob()).await.unwrap();
        });
        assert_eq!(outcome.unwrap_err().code(), Code::SessionExpired);
        assert_eq!(client.user_info().await.unwrap().str("preferred_username").as_deref(), Some("bob@example.com"));
    });
}

#[test]
fn userinfo_that_comes_after_a_sign_out_is_nobody_s() {
    run(async {
        let site = site_of_two().await;
        let client = site.client().await;
        for comes_another in [false, true] {
            client.login(site.user()).await.unwrap();
            // The site has not ended the token yet when it answers.
            site.fault(json!({ "path": "/userinfo", "kind": "delay", "ms": 600, "times": 1 })).await;
            site.fault(json!({ "path": "/revoke", "kind": "delay", "ms": 1500, "times": 1 })).await;
            let (outcome, ()) = tokio::join!(client.user_info(), async {
                soon().await;
                if comes_another {
                    client.login(bob()).await.unwrap();
                } else {
                    client.logout().await.unwrap();
                }
            });
            let expected = if comes_another { Code::SessionExpired } else { Code::Aborted };
            assert_eq!(outcome.unwrap_err().code(), expected);
        }
    });
}

#[test]
fn it_holds_across_tabs() {
    run(async {
        for signs_out in [true, false] {
            let site = site_of_two().await;
            let native = Native::default();
            let config = || site.config().storage(Storage::Local);
            let one = Client::with_platform(config(), native.clone()).await.unwrap();
            let two = Client::with_platform(config(), native.other_tab()).await.unwrap();
            look().await;
            one.login(site.user()).await.unwrap();
            settle().await;
            slow_renewal(&site).await;
            let (outcome, ()) = tokio::join!(one.get_access_token(forced()), async {
                soon().await;
                if signs_out {
                    two.logout().await.unwrap();
                    settle().await;
                }
                two.login(bob()).await.unwrap();
            });
            let expected =
                if signs_out { (Code::Aborted, Step::Refresh) } else { (Code::SessionExpired, Step::Session) };
            assert_eq!(code_of(outcome), expected);
            settle().await;
            assert_eq!(one.session(), two.session());
            assert_eq!(one.user_info().await.unwrap().str("preferred_username").as_deref(), Some("bob@example.com"));
        }
    });
}

#[test]
fn a_visitor_s_call_goes_on_as_the_user_that_this_visitor_becomes() {
    run(async {
        let site = site_of_two().await;
        let client = site.client().await;
        client.continue_as_guest(None).await.unwrap();
        site.fault(json!({ "path": "/authorize", "kind": "delay", "ms": 500 })).await;
        let (outcome, ()) = tokio::join!(client.get_access_token(forced()), async {
            soon().await;
            client.login(site.user()).await.unwrap();
        });
        let token = client.get_access_token(AccessTokenArgs::default()).await.unwrap();
        assert_eq!(outcome.unwrap().expose(), token.expose());
        assert_eq!(client.session().unwrap().kind, SessionKind::User);
    });
}

#[test]
fn a_visitor_s_call_does_not_go_on_as_another_visitor() {
    run(async {
        let site = site_of_two().await;
        let client = site.client().await;
        client.continue_as_guest(None).await.unwrap();
        site.fault(json!({ "path": "/authorize", "kind": "delay", "ms": 500 })).await;
        let (outcome, ()) = tokio::join!(client.get_access_token(forced()), async {
            soon().await;
            client.continue_as_guest(Some(Uvid::generate().unwrap())).await.unwrap();
        });
        assert_eq!(code_of(outcome), (Code::SessionExpired, Step::Session));
    });
}
