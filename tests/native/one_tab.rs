//! `storage: "session"`: the store is the tab's, and a page has it in common with its frames, with other clients in it, and with
//! the pages before it that come back out of the back/forward cache.

use std::time::Duration;

use headless_identity::{AccessTokenArgs, Client, Code, EventKind, LoginArgs, Storage};
use serde_json::json;

use crate::platform::{Native, run};
use crate::session::{events, settle};
use crate::site::{Site, forced};

/// A site that rotates, and two documents of one tab with one session.
async fn two_documents() -> (Site, Native, Client, Client) {
    let site = Site::with(json!({
        "app": { "isRefreshTokenRotationEnabled": true },
        "users": [
            { "username": "ada@example.com", "password": "ada's password 1" },
            { "username": "bob@example.com", "password": "bob's password 1" },
        ],
    }))
    .await;
    let native = Native::default();
    let one = open(&site, &native).await;
    one.login(site.user()).await.unwrap();
    let two = open(&site, &native).await;
    assert_eq!(one.session(), two.session());
    (site, native, one, two)
}

/// The same, in an app that asks for no refresh token.
async fn two_documents_without_refresh() -> (Site, Native, Client, Client) {
    let (site, native, _, _) = two_documents().await;
    let native = native.other_tab();
    let open = || async {
        let config = site.config().storage(Storage::Session).scopes(["openid", "api"]);
        Client::with_platform(config, native.clone()).await.unwrap()
    };
    let one = open().await;
    one.login(site.user()).await.unwrap();
    let two = open().await;
    (site, native, one, two)
}

fn bob() -> LoginArgs {
    LoginArgs::new("bob@example.com", "bob's password 1")
}

async fn open(site: &Site, native: &Native) -> Client {
    Client::with_platform(site.config().storage(Storage::Session), native.clone()).await.unwrap()
}

#[test]
fn what_one_has_renewed_the_other_takes_over() {
    run(async {
        let (site, _, one, two) = two_documents().await;
        let (seen, _subscription) = events(&one);
        let token = two.get_access_token(forced()).await.unwrap();
        assert_eq!(one.get_access_token(forced()).await.unwrap().expose(), token.expose());
        assert_eq!((site.refreshes().await, one.session()), (1, two.session()));
        one.get_access_token(forced()).await.unwrap();
        two.get_access_token(forced()).await.unwrap();
        assert_eq!(site.refreshes().await, 2);
        assert_eq!(*seen.borrow(), [EventKind::Refreshed, EventKind::Refreshed]);
    });
}

#[test]
fn a_sign_out_and_a_login_leave_no_token_alive_that_the_other_has_renewed() {
    run(async {
        for signs_out in [true, false] {
            let (site, _, one, two) = two_documents().await;
            two.get_access_token(forced()).await.unwrap();
            two.close(); // a frame that is gone
            if signs_out {
                one.logout().await.unwrap();
            } else {
                one.login(bob()).await.unwrap();
            }
            site.comes_to_approvals(usize::from(!signs_out)).await;
        }
    });
}

#[test]
fn two_that_renew_at_once_send_one_refresh_token_once() {
    run(async {
        let (site, _, one, two) = two_documents().await;
        let (first, second) = tokio::join!(one.get_access_token(forced()), two.get_access_token(forced()));
        assert_eq!(first.unwrap().expose(), second.unwrap().expose());
        assert_eq!(site.refreshes().await, 1);
    });
}

#[test]
fn a_sign_out_of_one_is_seen_when_the_other_comes_back_or_renews() {
    run(async {
        for wakes in [true, false] {
            let (_, native, one, two) = two_documents().await;
            let (seen, _subscription) = events(&one);
            two.logout().await.unwrap();
            if wakes {
                native.wake();
                settle().await;
                assert!(one.session().is_none());
            } else {
                assert_eq!(one.get_access_token(forced()).await.unwrap_err().code(), Code::Aborted);
            }
            assert_eq!(*seen.borrow(), [EventKind::SignedOut]);
        }
    });
}

#[test]
fn a_renewal_that_was_under_way_does_not_undo_another_person_s_sign_in() {
    run(async {
        let (site, native, one, two) = two_documents().await;
        site.fault(json!({ "path": "/token", "kind": "delay", "ms": 500 })).await;
        let (outcome, ()) = tokio::join!(one.get_access_token(forced()), async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            two.login(bob()).await.unwrap();
        });
        assert_eq!(outcome.unwrap_err().code(), Code::SessionExpired);
        assert_eq!(one.session(), two.session());
        assert_eq!(open(&site, &native).await.session(), two.session());
        let info = one.user_info().await.unwrap();
        assert_eq!(info.str("preferred_username").as_deref(), Some("bob@example.com"));
    });
}

#[test]
fn other_tabs_wait_for_nothing() {
    run(async {
        let (site, native, one, _) = two_documents().await;
        let elsewhere = open(&site, &native.other_tab()).await;
        elsewhere.login(bob()).await.unwrap();
        site.fault(json!({ "path": "/token", "kind": "delay", "ms": 2_000 })).await;
        let (slow, took) = tokio::join!(one.get_access_token(forced()), async {
            tokio::time::sleep(Duration::from_millis(200)).await;
            let start = std::time::Instant::now();
            elsewhere.get_access_token(forced()).await.unwrap();
            start.elapsed()
        });
        slow.unwrap();
        assert!(took.as_millis() < 1_500, "{took:?}: the lock is one of the session's own");
        assert_ne!(one.session(), elsewhere.session());
    });
}

#[test]
fn what_the_other_document_renewed_long_ago_is_renewed_again() {
    run(async {
        let (site, native, one, two) = two_documents().await;
        two.get_access_token(forced()).await.unwrap();
        for time in 1..=2 {
            native.advance(Duration::from_secs(3 * 3600));
            site.advance_clock(3 * 3600).await;
            let token = if time == 1 { &one } else { &two }.get_access_token(AccessTokenArgs::default()).await.unwrap();
            assert_eq!(site.call_api(token.expose()).await, 200);
        }
        assert_eq!(site.refreshes().await, 3);
    });
}

#[test]
fn a_token_that_runs_out_takes_no_other_document_s_session_with_it() {
    run(async {
        let (site, native, one, two) = two_documents_without_refresh().await;
        let lifetime = one.session().map(|session| session.expires_at.unwrap() - session.issued_at).unwrap();
        native.advance(Duration::from_millis(lifetime));
        one.login(bob()).await.unwrap();
        native.advance(Duration::from_secs(61));
        let error = two.get_access_token(AccessTokenArgs::default()).await.unwrap_err();
        assert_eq!((error.code(), two.session()), (Code::SessionExpired, one.session()));
        native.wake();
        settle().await;
        assert!(one.session().is_some());
        assert_eq!(open(&site, &native).await.session(), one.session());
    });
}

#[test]
fn whoever_is_replaced_unseen_has_no_refresh_token_left() {
    run(async {
        let (site, native, one, two) = two_documents().await;
        one.login(bob()).await.unwrap();
        two.login(site.user()).await.unwrap(); // it still showed the first session
        site.comes_to_approvals(1).await;
        native.wake();
        settle().await;
        assert_eq!(one.session(), two.session());
        two.get_access_token(forced()).await.unwrap();
    });
}
