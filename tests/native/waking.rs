//! A tab that slept: what it missed it finds in the store, and what it has alone it keeps.

use std::rc::Rc;

use headless_identity::{Client, EventKind, Storage};

use crate::platform::{Memory, Native, run};
use crate::session::{events, settle};
use crate::site::{Site, forced};
use crate::view::{View, eventually, look, open};

/// Two tabs of one origin; the second one's platform, to wake it by.
async fn tabs(site: &Site) -> (Native, Client, Native, Client) {
    let first = Native::default();
    let second = first.other_tab();
    let open = async |native: &Native| {
        let config = site.config().storage(Storage::Local);
        Client::with_platform(config, native.clone()).await.unwrap()
    };
    let (one, two) = (open(&first).await, open(&second).await);
    look().await;
    (first, one, second, two)
}

#[test]
fn what_others_did_while_it_slept_is_taken_up() {
    run(async {
        let site = Site::ready().await;
        let (first, one, second, two) = tabs(&site).await;
        let (seen, _subscription) = events(&two);
        first.origin.cut_channels();

        one.login(site.user()).await.unwrap();
        settle().await;
        assert!(two.session().is_none(), "it sleeps");
        second.wake();
        settle().await;
        assert_eq!(two.session(), one.session());

        one.get_access_token(forced()).await.unwrap();
        one.logout().await.unwrap();
        second.wake();
        settle().await;
        second.wake();
        settle().await;
        assert!(two.session().is_none());
        assert_eq!(*seen.borrow(), [EventKind::SignedIn, EventKind::SignedOut]);
    });
}

#[test]
fn what_was_written_before_it_woke_is_found_although_it_could_not_be_seen_yet() {
    run(async {
        let (site, native, shared) = (Site::ready().await, Native::default(), Rc::<Memory>::default());
        let one = open(&site, &native, &View::of(&shared)).await;
        let (second, late) = (native.other_tab(), View::of(&shared));
        let two = open(&site, &second, &late).await;
        look().await;
        let (seen, _subscription) = events(&two);
        native.origin.cut_channels();
        for has_session in [true, false] {
            let before = shared.entries.borrow().values().next().cloned();
            if has_session {
                one.login(site.user()).await.unwrap();
            } else {
                one.logout().await.unwrap();
            }
            late.stale.replace(Some(before));
            second.wake();
            settle().await;
            assert_eq!(two.session().is_some(), !has_session);
            late.stale.take();
            eventually(|| two.session() == one.session()).await;
        }
        assert_eq!(*seen.borrow(), [EventKind::SignedIn, EventKind::SignedOut]);
    });
}

#[test]
fn what_it_is_told_is_what_has_happened_to_it() {
    run(async {
        let site = Site::ready().await;
        let (first, one, second, two) = tabs(&site).await;
        let (seen, _subscription) = events(&two);
        first.origin.cut_channels();
        let wake = async || {
            second.wake();
            look().await; // the second time, too
        };
        // It has missed both, and for this tab somebody has signed in.
        one.login(site.user()).await.unwrap();
        one.get_access_token(forced()).await.unwrap();
        wake().await;
        // The next person, renewed already; then a visitor.
        one.login(site.user()).await.unwrap();
        one.get_access_token(forced()).await.unwrap();
        wake().await;
        one.get_access_token(forced()).await.unwrap();
        wake().await;
        one.logout_to_guest().await.unwrap();
        wake().await;
        assert_eq!(*seen.borrow(), [EventKind::SignedIn, EventKind::SignedIn, EventKind::Refreshed, EventKind::Guest]);
        assert_eq!(two.session(), one.session());
    });
}

#[test]
fn a_hidden_tab_does_not_wait_for_many_ticks_of_its_slow_timers() {
    run(async {
        let site = Site::ready().await;
        let (first, one, second, _) = tabs(&site).await;
        one.login(site.user()).await.unwrap();
        settle().await;
        second.shortest_sleep_ms.set(1_000);
        let name = format!("headless-identity:{}:{}", site.url, site.client_id);
        let contended = first.hold_lock(&name).await;
        let start = std::time::Instant::now();
        let renewing = one.clone();
        let renewal = tokio::task::spawn_local(async move { renewing.get_access_token(forced()).await });
        settle().await;
        drop(contended);
        renewal.await.unwrap().unwrap();
        assert!(start.elapsed().as_millis() < 3_500, "{:?}", start.elapsed());
    });
}

#[test]
fn a_clock_that_stands_still_does_not_hold_up_a_renewal() {
    run(async {
        let site = Site::ready().await;
        let (first, one, _, _) = tabs(&site).await;
        one.login(site.user()).await.unwrap();
        first.still_at_ms.set(Some(headless_identity::platform::Clock::now_ms(&first)));
        let renewal = one.get_access_token(forced());
        tokio::time::timeout(std::time::Duration::from_secs(5), renewal).await.unwrap().unwrap();
    });
}

#[test]
fn a_session_that_was_cleared_away_meanwhile_has_ended() {
    run(async {
        let site = Site::ready().await;
        let (first, one, second, two) = tabs(&site).await;
        one.login(site.user()).await.unwrap();
        settle().await;
        second.wake(); // what it has heard of only may be in no store at all; now it has seen it there
        settle().await;
        let (seen, _subscription) = events(&two);
        first.origin.local_store.entries.borrow_mut().clear();
        second.wake();
        settle().await;
        assert!(two.session().is_none());
        assert_eq!(*seen.borrow(), [EventKind::SignedOut]);
    });
}

#[test]
fn a_session_that_no_store_took_is_this_tab_s_alone_and_stays() {
    run(async {
        let site = Site::ready().await;
        let (first, one, _, _) = tabs(&site).await;
        first.origin.local_store.is_broken.set(true);
        one.login(site.user()).await.unwrap();
        let (seen, _subscription) = events(&one);
        first.wake();
        settle().await;
        first.origin.local_store.is_broken.set(false);
        first.wake();
        settle().await;
        assert!(one.session().is_some() && seen.borrow().is_empty());
    });
}

#[test]
fn a_session_that_begins_while_it_looks_is_not_the_one_that_is_gone() {
    run(async {
        let site = Site::ready().await;
        let (native, shared) = (Native::default(), Rc::<Memory>::default());
        let view = View::of(&shared);
        let client = open(&site, &native, &view).await;
        client.login(site.user()).await.unwrap();
        view.ms.set(200);
        shared.entries.borrow_mut().clear();
        native.wake();
        let session = client.login(site.user()).await.unwrap();
        settle().await;
        assert_eq!(client.session().as_deref(), Some(&session));
    });
}

#[test]
fn nothing_happens_where_nothing_was_missed_or_the_client_is_closed() {
    run(async {
        let site = Site::ready().await;
        let (_, one, second, two) = tabs(&site).await;
        let (seen, _subscription) = events(&two);
        second.wake();
        settle().await;
        assert!(two.session().is_none() && seen.borrow().is_empty());

        two.close();
        one.login(site.user()).await.unwrap();
        settle().await;
        second.wake();
        settle().await;
        assert!(two.session().is_none() && seen.borrow().is_empty(), "neither a message nor waking reaches it");
    });
}
