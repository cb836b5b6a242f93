//! Two states that come about in two tabs without knowing of each other, where the tab of the newer one is gone before it can
//! see to it: the others do.

use std::rc::Rc;
use std::time::Duration;

use headless_identity::{AccessTokenArgs, Client};
use serde_json::json;

use crate::platform::{Memory, Native, run};
use crate::session::settle;
use crate::site::{Site, forced};
use crate::view::{View, eventually, look, open};

/// Two tabs with one session.
async fn two_tabs(site: &Site, native: &Native, shared: &Rc<Memory>) -> (Client, Client) {
    let one = open(site, native, &View::of(shared)).await;
    let two = open(site, &native.other_tab(), &View::of(shared)).await;
    look().await;
    one.login(site.user()).await.unwrap();
    settle().await;
    (one, two)
}

/// Signs out, but the site does not hear of it: so a tab that has not heard of it either can renew.
async fn sign_out_unheard(site: &Site, client: &Client) {
    site.fault(json!({ "path": "/revoke", "kind": "drop", "times": 1 })).await;
    client.logout().await.unwrap();
}

#[test]
fn a_sign_out_stays_although_a_renewal_was_written_after_it() {
    run(async {
        let (site, native, shared) = (Site::ready().await, Native::default(), Rc::default());
        let (one, two) = two_tabs(&site, &native, &shared).await;
        native.origin.is_slow.set(true);
        sign_out_unheard(&site, &one).await;
        one.close();
        two.get_access_token(forced()).await.unwrap();
        assert_eq!(shared.entries.borrow().len(), 1, "the renewal came last");
        native.origin.is_slow.set(false);
        eventually(|| two.session().is_none() && shared.entries.borrow().is_empty()).await;
    });
}

#[test]
fn a_tab_that_only_heard_of_a_sign_out_passes_it_on_to_one_that_renews() {
    run(async {
        let (site, native, shared) = (Site::ready().await, Native::default(), Rc::default());
        let (one, two) = two_tabs(&site, &native, &shared).await;
        let before = shared.entries.borrow().values().next().cloned();
        sign_out_unheard(&site, &one).await;
        settle().await;
        one.close();

        let late = View::of(&shared);
        late.stale.replace(Some(before));
        let three = open(&site, &native.other_tab(), &late).await;
        three.get_access_token(forced()).await.unwrap();
        assert!(two.session().is_none() && three.session().is_some());
        late.stale.take();
        eventually(|| three.session().is_none() && shared.entries.borrow().is_empty()).await;
    });
}

#[test]
fn a_sign_in_stays_although_an_older_sign_out_was_written_after_it() {
    run(async {
        let (site, native, shared) = (Site::ready().await, Native::default(), Rc::default());
        let (one, two) = two_tabs(&site, &native, &shared).await;
        native.origin.is_slow.set(true);
        native.advance(Duration::from_secs(5)); // in place of a sign-out whose writing takes as long
        let session = two.login(site.user()).await.unwrap();
        two.close();
        native.set_right();
        one.logout().await.unwrap();
        assert!(shared.entries.borrow().is_empty(), "the sign-out came last");
        native.advance(Duration::from_secs(5));
        native.origin.is_slow.set(false);
        eventually(|| !shared.entries.borrow().is_empty()).await;
        assert_eq!(one.session().as_deref(), Some(&session));
        assert_eq!(open(&site, &native.other_tab(), &View::of(&shared)).await.session(), one.session());
    });
}

/// Two tabs with one session and no channel: something happens in the second one while the first one renews it.
async fn renewing_unheard(
    site: &Site,
    [native, other]: [&Native; 2],
    shared: &Rc<Memory>,
    meanwhile: impl AsyncFnOnce(&Client),
) -> [Client; 2] {
    let one = open(site, native, &View::of(shared)).await;
    let two = open(site, other, &View::of(shared)).await;
    look().await;
    one.login(site.user()).await.unwrap();
    settle().await;
    native.origin.cut_channels();
    site.fault(json!({ "path": "/token", "kind": "delay", "ms": 400, "times": 1 })).await;
    let (renewed, ()) = tokio::join!(one.get_access_token(forced()), async {
        look().await;
        meanwhile(&two).await;
    });
    drop(renewed); // it may have been overtaken
    [one, two]
}

#[test]
fn without_a_channel_a_sign_in_is_not_written_over_by_a_renewal_under_way() {
    run(async {
        let (site, native, shared) = (Site::ready().await, Native::default(), Rc::default());
        let other = native.other_tab();
        let signs_in = async |two: &Client| drop(two.login(site.user()).await.unwrap());
        let [one, two] = renewing_unheard(&site, [&native, &other], &shared, signs_in).await;
        settle().await;
        let token =
            async |tab: &Client| tab.get_access_token(AccessTokenArgs::default()).await.unwrap().expose().to_owned();
        assert_eq!(token(&one).await, token(&two).await, "it has seen the sign-in in the store");
        let late = open(&site, &native.other_tab(), &View::of(&shared)).await;
        assert_eq!(token(&late).await, token(&two).await);
    });
}

#[test]
fn without_a_channel_a_sign_out_is_written_again_when_its_tab_comes_back() {
    run(async {
        let (site, native, shared) = (Site::ready().await, Native::default(), Rc::default());
        let other = native.other_tab();
        let signs_out = async |two: &Client| sign_out_unheard(&site, two).await;
        let [one, two] = renewing_unheard(&site, [&native, &other], &shared, signs_out).await;
        assert!(one.session().is_some() && !shared.entries.borrow().is_empty(), "it could not know of the sign-out");
        other.wake();
        eventually(|| shared.entries.borrow().is_empty()).await;
        native.wake();
        eventually(|| one.session().is_none()).await;
        assert!(two.session().is_none());
    });
}
