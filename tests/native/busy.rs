//! `token request is already being processed`: the site is busy with another refresh of the same token, such as that of a page
//! that was reloaded in the middle of it.

use std::rc::Rc;
use std::time::{Duration, Instant};

use headless_identity::{AccessTokenArgs, Client, Code, EventKind, Step, Storage};
use serde_json::json;

use crate::platform::{Memory, Native, run};
use crate::session::events;
use crate::site::{Site, forced};

/// A page whose renewal is at the site, and the same page after a reload, which knows nothing of that.
async fn reloaded(site: &Site, delay_ms: u64) -> (Client, Client) {
    let store = Rc::new(Memory::default());
    // Two devices of their own: no lock and no channel between them.
    let config = || site.config().storage(Storage::Custom(store.clone()));
    let before = Client::with_platform(config(), Native::default()).await.unwrap();
    before.login(site.user()).await.unwrap();
    let after = Client::with_platform(config(), Native::default()).await.unwrap();
    site.fault(json!({ "path": "/token", "kind": "delay", "ms": delay_ms })).await;
    let renewing = before.clone();
    tokio::task::spawn_local(async move { renewing.get_access_token(forced()).await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    (before, after)
}

#[test]
fn it_is_waited_for_and_nobody_is_signed_out() {
    run(async {
        let site = Site::ready().await;
        let (_before, after) = reloaded(&site, 1_000).await;
        let (seen, _subscription) = events(&after);
        let token = after.get_access_token(forced()).await.unwrap();
        assert_eq!(site.call_api(token.expose()).await, 200);
        assert_eq!(*seen.borrow(), [EventKind::Refreshed]);
    });
}

#[test]
fn what_the_other_one_has_renewed_meanwhile_is_taken_over_where_refresh_tokens_rotate() {
    run(async {
        let site = Site::with(json!({ "app": { "isRefreshTokenRotationEnabled": true } })).await;
        let (_before, after) = reloaded(&site, 1_000).await;
        let token = after.get_access_token(forced()).await.unwrap();
        assert_eq!(site.call_api(token.expose()).await, 200);
        assert_eq!(site.approvals().await, 1, "a refresh token that is used twice ends the session");
    });
}

#[test]
fn a_site_that_stays_busy_can_be_asked_again_later() {
    run(async {
        let site = Site::ready().await;
        let (_before, after) = reloaded(&site, 25_000).await;
        let (seen, _subscription) = events(&after);
        let start = Instant::now();
        let error = after.get_access_token(forced()).await.unwrap_err();
        assert!(start.elapsed() < Duration::from_secs(20), "a few times, and not for ever");
        assert_eq!((error.code(), error.step(), error.retryable()), (Code::ServerError, Step::Refresh, true));
        assert_eq!(error.error_description(), Some("token request is already being processed"));
        assert!(error.hint().contains("still busy"), "{}", error.hint());
        assert!(after.session().is_some() && seen.borrow().is_empty());
        // Not forced, the old token does in the meantime, as it is good still.
        after.get_access_token(AccessTokenArgs::default()).await.unwrap();
    });
}
