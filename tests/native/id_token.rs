//! The id token's signature, for those who want it checked.

use headless_identity::{AccessTokenArgs, Client, Code, IdTokenCheck, Step, Storage};
use serde_json::json;

use crate::platform::{Native, run};
use crate::site::Site;

async fn key_requests(site: &Site) -> usize {
    site.arrived().await.iter().filter(|line| line.ends_with("/id/keys")).count()
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
        client.get_access_token(AccessTokenArgs::default().force_refresh()).await.unwrap();
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
        let renewed = || reloaded.get_access_token(AccessTokenArgs::default().force_refresh());

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
        let native = Native::default();
        native.answer_keys_from(&site.url, &other.url);
        let config = site.config().id_token(IdTokenCheck::Signature);
        let deceived = Client::with_platform(config, native).await.unwrap();
        let error = deceived.login(site.user()).await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::IdTokenInvalid, Step::Token));
        assert!(deceived.session().is_none());
    });
}
