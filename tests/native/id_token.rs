//! The id token's signature, for those who want it checked.

use headless_identity::{AccessTokenArgs, Code, IdTokenCheck, Step};
use serde_json::json;

use crate::platform::run;
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
fn another_key_or_a_broken_signature_is_refused() {
    run(async {
        // The keys of another org have other ids, or the right id by a liar: both must fail.
        let (site, other) = (Site::ready().await, Site::ready().await);
        let client = site.client_of(site.config().id_token(IdTokenCheck::Signature)).await;
        client.login(site.user()).await.unwrap();
        let native = crate::platform::Native::default();
        native.answer_keys_from(&site.url, &other.url);
        let config = site.config().id_token(IdTokenCheck::Signature);
        let deceived = headless_identity::Client::with_platform(config, native).await.unwrap();
        let error = deceived.login(site.user()).await.unwrap_err();
        assert_eq!((error.code(), error.step()), (Code::IdTokenInvalid, Step::Token));
        assert!(deceived.session().is_none());
    });
}
