//! What happens to a session after it began.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use headless_identity::{AccessTokenArgs, Client, Code, EventKind, Step, Subscription};
use serde_json::json;

use crate::platform::{Native, run};
use crate::site::Site;

pub fn events(client: &Client) -> (Rc<RefCell<Vec<EventKind>>>, Subscription) {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let (log, watched) = (seen.clone(), client.clone());
    let subscription = client.subscribe(move |event| {
        assert_eq!(event.session, watched.session(), "the event shows the state after the change");
        log.borrow_mut().push(event.kind);
    });
    (seen, subscription)
}

/// Lets the background do what it has to do.
pub async fn settle() {
    tokio::time::sleep(Duration::from_millis(100)).await;
}

#[test]
fn sign_out_clears_and_revokes() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let (seen, _subscription) = events(&client);
        client.login(site.user()).await.unwrap();
        let token = client.get_access_token(AccessTokenArgs::default()).await.unwrap();
        client.logout().await.unwrap();
        client.logout().await.unwrap();

        assert!(client.session().is_none());
        assert_eq!(*seen.borrow(), [EventKind::SignedIn, EventKind::SignedOut]);
        assert_eq!(site.approvals().await, 0);
        assert_eq!(site.call_api(token.expose()).await, 401);
        let error = client.get_access_token(AccessTokenArgs::default()).await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::NoSession, Step::Session));
    });
}

#[test]
fn sign_out_does_not_fail_because_the_server_does() {
    run(async {
        let site = Site::ready().await;
        let client = site.client_of(site.config().timeout(Duration::from_millis(1500))).await;
        for kind in ["drop", "status", "garbage"] {
            client.login(site.user()).await.unwrap();
            site.fault(json!({ "path": "/revoke", "kind": kind })).await;
            client.logout().await.unwrap();
            assert!(client.session().is_none());
        }
        client.login(site.user()).await.unwrap();
        site.fault(json!({ "path": "/revoke", "kind": "delay", "ms": 5000 })).await;
        client.logout().await.unwrap();
    });
}

#[test]
fn a_second_login_replaces_the_session_and_revokes_the_first() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let (seen, _subscription) = events(&client);
        client.login(site.user()).await.unwrap();
        client.login(site.user()).await.unwrap();
        settle().await;
        assert_eq!(site.approvals().await, 1);
        assert_eq!(*seen.borrow(), [EventKind::SignedIn, EventKind::SignedIn]);
    });
}

#[test]
fn a_sign_out_overtakes_a_login_under_way() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        site.fault(json!({ "path": "/token", "kind": "delay", "ms": 200 })).await;
        let (outcome, ()) = tokio::join!(client.login(site.user()), async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            client.logout().await.unwrap();
        });
        assert_eq!(outcome.unwrap_err().code(), Code::Aborted);
        assert!(client.session().is_none());
        settle().await;
        assert_eq!(site.approvals().await, 0, "the tokens that came too late are revoked");
    });
}

#[test]
fn a_sign_out_overtakes_the_way_back_to_a_guest() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        client.login(site.user()).await.unwrap();
        let (to_guest, out) = tokio::join!(client.logout_to_guest(), client.logout());
        assert_eq!(to_guest.unwrap_err().code(), Code::Aborted);
        out.unwrap();
        assert!(client.session().is_none());
    });
}

#[test]
fn dropping_a_login_leaves_the_session_as_it_was() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let (seen, _subscription) = events(&client);
        site.fault(json!({ "path": "/token", "kind": "delay", "ms": 200 })).await;
        let login = tokio::time::timeout(Duration::from_millis(100), client.login(site.user()));
        assert!(login.await.is_err());
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert!(client.session().is_none() && seen.borrow().is_empty());
    });
}

#[test]
fn close_aborts_what_is_under_way_and_all_that_comes_after() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        client.login(site.user()).await.unwrap();
        let (seen, _subscription) = events(&client);
        site.fault(json!({ "path": "/authorize", "kind": "delay", "ms": 500 })).await;
        let started = std::time::Instant::now();
        let (outcome, ()) = tokio::join!(client.login(site.user()), async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            client.close();
        });
        assert_eq!(outcome.unwrap_err().code(), Code::Aborted);
        assert!(started.elapsed() < Duration::from_millis(450));
        assert_eq!(client.get_access_token(AccessTokenArgs::default()).await.unwrap_err().code(), Code::Aborted);
        assert_eq!(client.logout().await.unwrap_err().code(), Code::Aborted);
        assert!(client.session().is_some(), "the session stays");
        assert!(seen.borrow().is_empty());
    });
}

#[test]
fn without_a_refresh_token_the_session_ends_with_its_token_whatever_the_clock_says() {
    run(async {
        let site = Site::ready().await;
        let native = Native::default();
        // This device is an hour ahead of the server, and it does not matter.
        native.advance(Duration::from_secs(3600));
        let config = site.config().scopes(["openid", "api"]);
        let client = Client::with_platform(config, native.clone()).await.unwrap();
        let (seen, _subscription) = events(&client);
        let session = client.login(site.user()).await.unwrap();
        client.get_access_token(AccessTokenArgs::default()).await.unwrap();
        let lifetime = Duration::from_millis(session.expires_at.unwrap() - session.issued_at);

        native.advance(lifetime + Duration::from_secs(59));
        client.get_access_token(AccessTokenArgs::default()).await.unwrap();
        native.advance(Duration::from_secs(2));
        let error = client.get_access_token(AccessTokenArgs::default()).await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::SessionExpired, Step::Session));
        assert!(error.hint().contains("refresh_token"));
        assert_eq!(client.get_access_token(AccessTokenArgs::default()).await.unwrap_err().code(), Code::NoSession);
        assert_eq!(*seen.borrow(), [EventKind::SignedIn, EventKind::Expired]);
    });
}

#[test]
fn the_session_is_gone_as_soon_as_sign_out_is_called_and_the_token_is_revoked_whatever_the_time() {
    run(async {
        let site = Site::ready().await;
        let client = site.client_of(site.config().timeout(Duration::from_millis(2500))).await;
        client.login(site.user()).await.unwrap();
        site.fault(json!({ "path": "/authorize", "kind": "delay", "ms": 4000 })).await;
        // The way back to a guest takes all the time there is.
        let error = client.logout_to_guest().await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::Timeout, Step::Authorize));
        settle().await;
        assert_eq!(site.approvals().await, 0);
    });
}
