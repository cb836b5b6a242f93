//! The id token's signature, for those who want it checked.

use std::time::Duration;

use headless_identity::{Client, Code, IdTokenCheck, Step, Storage};
use serde_json::json;

use crate::platform::{KeysAnswer, Native, run};
use crate::site::{Site, forced};

async fn key_requests(site: &Site) -> usize {
    site.arrived().await.iter().filter(|line| line.ends_with("/id/keys")).count()
}

/// A client that checks signatures, and the world it is in.
async fn checking(site: &Site) -> (Native, Client) {
    let native = Native::default();
    let config = site.config().id_token(IdTokenCheck::Signature);
    (native.clone(), Client::with_platform(config, native).await.unwrap())
}

#[test]
fn by_claims_no_key_is_asked_for_and_by_signature_once() {
    run(async {
        let site = Site::ready().await;
        site.client().await.login(site.user()).await.unwrap();
        assert_eq!(key_requests(&site).await, 0);
        let client = site.client_of(site.config().id_token(IdTokenCheck::Signature)).await;
        for _ in 0..3 {
            let session = client.login(site.user()).await.unwrap();
            assert!(session.id_token_claims.is_some());
        }
        client.get_access_token(forced()).await.unwrap();
        assert_eq!(key_requests(&site).await, 1);
    });
}

#[test]
fn keys_that_cannot_be_had_are_said_and_nothing_is_kept() {
    run(async {
        let site = Site::ready().await;
        let client = site.client_of(site.config().id_token(IdTokenCheck::Signature)).await;
        for (fault, code) in [("status", Code::ServerError), ("garbage", Code::UnexpectedResponse)] {
            site.fault(json!({ "path": "/id/keys", "kind": fault, "times": 2 })).await;
            let error = client.login(site.user()).await.unwrap_err();
            assert_eq!((error.code(), error.step()), (code, Step::Token));
            assert!(client.session().is_none());
            site.clear_faults().await;
        }
        crate::session::settle().await;
        assert_eq!(site.approvals().await, 0, "tokens that nobody will use are revoked");
        client.login(site.user()).await.unwrap();
    });
}

#[test]
fn after_a_reload_keys_that_cannot_be_had_cost_no_refresh_token() {
    run(async {
        let site = Site::with(json!({ "app": { "isRefreshTokenRotationEnabled": true } })).await;
        let config = || site.config().id_token(IdTokenCheck::Signature).storage(Storage::Local);
        let native = Native::default();
        Client::with_platform(config(), native.clone()).await.unwrap().login(site.user()).await.unwrap();
        let reloaded = Client::with_platform(config(), native).await.unwrap();
        let renewed = || reloaded.get_access_token(forced());

        site.fault(json!({ "path": "/id/keys", "kind": "status", "times": 1 })).await;
        let error = renewed().await.unwrap_err();
        assert_eq!((error.code(), error.step(), error.retryable()), (Code::ServerError, Step::Refresh, true));
        assert_eq!(site.refreshes().await, 0);
        assert_eq!(site.call_api(renewed().await.unwrap().expose()).await, 200);
    });
}

#[test]
fn another_key_or_a_broken_signature_is_refused() {
    run(async {
        // The keys of another org have other ids, or the right id by a liar: both must fail.
        let (site, other) = (Site::ready().await, Site::ready().await);
        let client = site.client_of(site.config().id_token(IdTokenCheck::Signature)).await;
        client.login(site.user()).await.unwrap();
        for keys in [KeysAnswer::Of(other.url.clone()), KeysAnswer::ForgedFrom(other.url.clone())] {
            let (native, deceived) = checking(&site).await;
            native.answer_keys(keys);
            let error = deceived.login(site.user()).await.unwrap_err();
            assert_eq!((error.code(), error.step()), (Code::IdTokenInvalid, Step::Token));
            assert!(deceived.session().is_none());
        }
    });
}

#[test]
fn keys_older_than_ten_minutes_are_fetched_again_before_use() {
    run(async {
        let site = Site::ready().await;
        let (native, client) = checking(&site).await;
        client.login(site.user()).await.unwrap();
        native.advance(Duration::from_secs(9 * 60 + 55));
        client.login(site.user()).await.unwrap();
        assert_eq!(key_requests(&site).await, 1);
        native.advance(Duration::from_secs(6));
        client.login(site.user()).await.unwrap();
        assert_eq!(key_requests(&site).await, 2);
        // A clock that was set back says nothing of their age.
        native.set_right();
        client.login(site.user()).await.unwrap();
        assert_eq!(key_requests(&site).await, 3);
    });
}

#[test]
fn a_refresh_token_is_sent_only_with_keys_that_stay_young_enough_for_its_answer() {
    run(async {
        let site = Site::ready().await;
        let (native, client) = checking(&site).await;
        client.login(site.user()).await.unwrap();
        let renewed = || client.get_access_token(forced());
        native.advance(Duration::from_secs(7 * 60));
        renewed().await.unwrap();
        assert_eq!(key_requests(&site).await, 1);
        // A renewal may take two minutes.
        native.advance(Duration::from_secs(60 + 1));
        site.fault(json!({ "path": "/id/keys", "kind": "status", "times": 1 })).await;
        let error = renewed().await.unwrap_err();
        assert_eq!((error.code(), error.step(), error.retryable()), (Code::ServerError, Step::Refresh, true));
        assert_eq!((key_requests(&site).await, site.refreshes().await), (2, 1));
        renewed().await.unwrap();
        assert_eq!((key_requests(&site).await, site.refreshes().await), (3, 2));
    });
}

#[test]
fn a_key_id_that_stays_unknown_is_asked_for_at_most_once_in_thirty_seconds() {
    run(async {
        let (site, other) = (Site::ready().await, Site::ready().await);
        let (native, client) = checking(&site).await;
        native.answer_keys(KeysAnswer::Of(other.url.clone()));
        let refused = async || {
            let error = client.login(site.user()).await.unwrap_err();
            assert_eq!((error.code(), error.step()), (Code::IdTokenInvalid, Step::Token));
            key_requests(&site).await
        };
        assert_eq!(refused().await, 1);
        assert_eq!(refused().await, 1);
        native.advance(Duration::from_secs(31));
        assert_eq!(refused().await, 2);
        native.answer_keys(KeysAnswer::Own);
        assert_eq!(refused().await, 2, "the site has the key again, and nobody has asked");
        native.advance(Duration::from_secs(31));
        client.login(site.user()).await.unwrap();
        assert_eq!(key_requests(&site).await, 3);
    });
}

#[test]
fn a_new_key_is_asked_for_at_once() {
    run(async {
        let (site, other) = (Site::ready().await, Site::ready().await);
        let (native, client) = checking(&site).await;
        client.login(site.user()).await.unwrap();
        native.advance(Duration::from_secs(9 * 60));
        native.answer_keys(KeysAnswer::OnceOf(other.url.clone()));
        client.get_access_token(forced()).await.unwrap();
        assert_eq!(key_requests(&site).await, 3, "the first, those that had grown old, the new one");
    });
}

#[test]
fn logins_at_the_same_time_ask_for_the_keys_once() {
    run(async {
        let (site, other) = (Site::ready().await, Site::ready().await);
        let (native, client) = checking(&site).await;
        let both = || async { tokio::join!(client.login(site.user()), client.login(site.user())) };
        let (one, two) = both().await;
        assert!(one.is_ok() && two.is_ok());
        assert_eq!(key_requests(&site).await, 1);
        native.advance(Duration::from_secs(11 * 60));
        native.answer_keys(KeysAnswer::Of(other.url.clone()));
        let (one, two) = both().await;
        assert!(one.is_err() && two.is_err());
        assert_eq!(key_requests(&site).await, 2);
    });
}
