//! A device's clock that is set back between a sign-out and the next sign-in: the latter is the newer one all the same.

use std::time::Duration;

use headless_identity::{AccessTokenArgs, Client, EventKind, Storage};
use serde_json::json;

use crate::platform::{Native, run};
use crate::session::{events, settle};
use crate::site::{Site, forced};
use crate::view::look;

async fn open(site: &Site, native: &Native) -> Client {
    Client::with_platform(site.config().storage(Storage::Local), native.clone()).await.unwrap()
}

#[test]
fn a_sign_in_after_the_clock_was_set_back_reaches_the_tabs_that_saw_the_sign_out() {
    run(async {
        let site = Site::ready().await;
        let native = Native::default();
        native.advance(Duration::from_secs(600));
        let (one, two) = (open(&site, &native).await, open(&site, &native.other_tab()).await);
        one.login(site.user()).await.unwrap();
        settle().await;
        one.logout().await.unwrap(); // this one's own sign-out; the other one has heard of it
        settle().await;
        native.set_right();

        let new = open(&site, &native.other_tab()).await; // it knows nothing of a sign-out in times to come
        let ((seen, _one), (also_seen, _two)) = (events(&one), events(&two));
        let session = new.login(site.user()).await.unwrap();
        settle().await;
        let token = new.get_access_token(AccessTokenArgs::default()).await.unwrap();
        for tab in [&one, &two] {
            assert_eq!(tab.session().unwrap().user_id, session.user_id);
            let shared = tab.get_access_token(AccessTokenArgs::default()).await.unwrap();
            assert_eq!(shared.expose(), token.expose());
        }
        assert_eq!((&*seen.borrow(), &*also_seen.borrow()), (&vec![EventKind::SignedIn], &vec![EventKind::SignedIn]));
        assert!(open(&site, &native.other_tab()).await.session().is_some(), "it is kept");

        two.logout().await.unwrap();
        settle().await;
        assert!(one.session().is_none() && new.session().is_none(), "and what follows is in order again");
    });
}

#[test]
fn a_renewal_that_did_not_know_of_the_sign_out_does_not_undo_it() {
    run(async {
        let site = Site::ready().await;
        let native = Native::default();
        let (one, two) = (open(&site, &native).await, open(&site, &native.other_tab()).await);
        look().await;
        one.login(site.user()).await.unwrap();
        settle().await;
        native.origin.is_slow.set(true);
        native.advance(Duration::from_secs(600));
        site.fault(json!({ "path": "/revoke", "kind": "drop", "times": 1 })).await; // so that the other tab can renew
        one.logout().await.unwrap();
        native.set_right();
        two.get_access_token(forced()).await.unwrap();
        native.origin.is_slow.set(false);
        settle().await;
        assert!(one.session().is_none() && two.session().is_none());
        assert!(open(&site, &native.other_tab()).await.session().is_none());
    });
}
