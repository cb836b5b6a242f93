//! Calls that are made twice at the same time and are one: a page that runs its effects twice makes them.

use headless_identity::{Client, Code, EventKind, SocialSignOnArgs};
use serde_json::json;

use crate::platform::run;
use crate::session::events;
use crate::site::Site;
use crate::social::{CALLBACK, travel};

async fn count(site: &Site, request: &str) -> usize {
    site.arrived().await.iter().filter(|line| *line == request).count()
}

#[test]
fn two_visitors_at_once_are_one() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let (seen, _subscription) = events(&client);
        let (one, two) = tokio::join!(client.continue_as_guest(None), client.continue_as_guest(None));
        assert_eq!(one.unwrap(), two.unwrap());
        assert_eq!(count(&site, "POST /services/oauth2/token").await, 1);
        assert_eq!(*seen.borrow(), [EventKind::Guest]);
        client.continue_as_guest(None).await.unwrap();
        assert_eq!(count(&site, "POST /services/oauth2/token").await, 2, "a later one is a call of its own");
    });
}

#[test]
fn one_of_them_may_give_up_and_only_when_all_do_nothing_comes_of_it() {
    run(async {
        let site = Site::ready().await;
        let client = site.client().await;
        let slow = json!({ "path": "/token", "kind": "delay", "ms": 300 });
        site.fault(slow.clone()).await;
        let short = std::time::Duration::from_millis(100);
        let (given_up, kept) =
            tokio::join!(tokio::time::timeout(short, client.continue_as_guest(None)), client.continue_as_guest(None));
        assert!(given_up.is_err());
        let uvid = kept.unwrap().uvid;
        client.logout().await.unwrap();

        site.fault(slow).await;
        assert!(tokio::time::timeout(short, client.continue_as_guest(None)).await.is_err());
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        assert!(client.session().is_none());
        assert_ne!(client.continue_as_guest(None).await.unwrap().uvid, uvid);
    });
}

#[test]
fn two_returns_from_one_sign_on_share_the_code() {
    run(async {
        let site = Site::with(json!({ "app": { "callbackUrls": [CALLBACK] } })).await;
        let client: Client = site.client().await;
        let address = client.social_sign_on_url(SocialSignOnArgs::new("Model_IDP", CALLBACK).return_to("/cart")).await;
        let back = travel(&address.unwrap()).await;
        let complete = || client.complete_social_sign_on(&back);
        let (one, two) = tokio::join!(complete(), complete());
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!((&one.session, one.return_to.as_deref()), (&two.session, Some("/cart")));
        assert_eq!(count(&site, "POST /services/oauth2/token").await, 1);
        assert_eq!(complete().await.unwrap_err().code(), Code::StateMismatch, "afterwards it is used up");
    });
}
