//! What is kept over a reload, and what several tabs make of one session.

use std::rc::Rc;
use std::time::Duration;

use headless_identity::platform::{Store, StoreFuture};
use headless_identity::{AccessTokenArgs, Client, Code, EventKind, SessionKind, Step, Storage};
use serde_json::json;

use crate::platform::{Memory, Native, run};
use crate::session::{events, settle};
use crate::site::{Site, forced};
use crate::view::look;

async fn open(site: &Site, native: &Native, storage: Storage) -> Client {
    Client::with_platform(site.config().storage(storage), native.clone()).await.unwrap()
}

/// Two tabs that have been open for a while.
async fn two_tabs(site: &Site) -> (Native, Client, Client) {
    let native = Native::default();
    let one = open(site, &native, Storage::Local).await;
    let two = open(site, &native.other_tab(), Storage::Local).await;
    look().await;
    (native, one, two)
}

#[test]
fn a_session_survives_a_reload_where_the_storage_does() {
    run(async {
        let site = Site::ready().await;
        let own = Rc::new(Memory::default());
        for storage in [Storage::Session, Storage::Local, Storage::Custom(own)] {
            let native = Native::default();
            let session = open(&site, &native, storage.clone()).await.login(site.user()).await.unwrap();
            let after = open(&site, &native, storage.clone()).await;
            assert_eq!(after.session().as_deref(), Some(&session), "{storage:?}");
            let token = after.get_access_token(forced()).await.unwrap();
            assert_eq!(site.call_api(token.expose()).await, 200);
            after.logout().await.unwrap();
            assert!(open(&site, &native, storage).await.session().is_none());
            assert!(native.session_store.entries.borrow().is_empty());
            assert!(native.origin.local_store.entries.borrow().is_empty());
        }
        let native = Native::default();
        open(&site, &native, Storage::Memory).await.login(site.user()).await.unwrap();
        assert!(open(&site, &native, Storage::Memory).await.session().is_none());
        assert!(native.session_store.entries.borrow().is_empty());
    });
}

#[test]
fn a_guest_s_id_survives_too() {
    run(async {
        let site = Site::ready().await;
        let native = Native::default();
        let guest = open(&site, &native, Storage::Local).await.continue_as_guest(None).await.unwrap();
        let after = open(&site, &native, Storage::Local).await;
        assert_eq!(after.session().unwrap().uvid, guest.uvid);
        assert_eq!(after.login(site.user()).await.unwrap().uvid, guest.uvid);
    });
}

#[test]
fn keys_are_bound_to_site_and_client() {
    run(async {
        let site = Site::ready().await;
        let native = Native::default();
        open(&site, &native, Storage::Local).await.login(site.user()).await.unwrap();
        let keys: Vec<_> = native.origin.local_store.entries.borrow().keys().cloned().collect();
        assert_eq!(keys, [format!("headless-identity:{}:{}", site.url, site.client_id)]);
        let other = Site::ready().await;
        assert!(open(&other, &native, Storage::Local).await.session().is_none());
    });
}

#[test]
fn what_is_foreign_broken_or_old_is_dropped() {
    run(async {
        let site = Site::ready().await;
        let native = Native::default();
        open(&site, &native, Storage::Local).await.login(site.user()).await.unwrap();
        let (key, text) = native.origin.local_store.entries.borrow().clone().into_iter().next().unwrap();
        for broken in
            ["", "{", "null", "[]", "{}", &text[..text.len() - 2], &text.replace("\"format\":1", "\"format\":9")]
        {
            native.origin.local_store.set(&key, broken).await.unwrap();
            assert!(open(&site, &native, Storage::Local).await.session().is_none(), "{broken}");
            assert!(native.origin.local_store.entries.borrow().is_empty(), "{broken}");
        }
    });
}

#[test]
fn a_store_that_cannot_be_used_is_said_at_once_and_one_that_fails_later_loses_nothing() {
    run(async {
        let site = Site::ready().await;
        let native = Native::default();
        native.origin.local_store.is_broken.set(true);
        let refused = Client::with_platform(site.config().storage(Storage::Local), native.clone()).await;
        let error = refused.err().unwrap();
        assert_eq!((error.code(), error.step()), (Code::Storage, Step::Storage));
        let full = Native::default();
        full.session_store.is_full.set(true);
        let refused = Client::with_platform(site.config().storage(Storage::Session), full).await;
        assert_eq!(refused.err().unwrap().code(), Code::Storage);

        native.origin.local_store.is_broken.set(false);
        let client = open(&site, &native, Storage::Local).await;
        let (seen, _subscription) = events(&client);
        native.origin.local_store.is_broken.set(true);
        client.login(site.user()).await.unwrap();
        assert_eq!(*seen.borrow(), [EventKind::SignedIn, EventKind::StorageFailed]);
        client.get_access_token(forced()).await.unwrap();
        assert!(client.session().is_some());
    });
}

#[test]
fn sign_in_renewal_and_sign_out_reach_the_other_tabs() {
    run(async {
        let site = Site::ready().await;
        let (_native, one, two) = two_tabs(&site).await;
        let (seen, _subscription) = events(&two);
        let session = one.login(site.user()).await.unwrap();
        settle().await;
        assert_eq!(two.session().as_deref(), Some(&session));
        one.get_access_token(forced()).await.unwrap();
        settle().await;
        assert_eq!(two.session(), one.session());
        one.logout().await.unwrap();
        settle().await;
        assert!(two.session().is_none());
        two.continue_as_guest(None).await.unwrap();
        settle().await;
        assert_eq!(one.session().unwrap().kind, SessionKind::Guest);
        assert_eq!(*seen.borrow(), [EventKind::SignedIn, EventKind::Refreshed, EventKind::SignedOut, EventKind::Guest]);
    });
}

#[test]
fn of_two_logins_that_did_not_know_of_each_other_the_later_one_stays_and_the_other_ends() {
    run(async {
        let site = Site::ready().await;
        let (native, one, two) = two_tabs(&site).await;
        native.origin.is_slow.set(true);
        one.login(site.user()).await.unwrap();
        two.login(site.user()).await.unwrap();
        assert_eq!(site.approvals().await, 2);
        native.origin.is_slow.set(false);
        site.comes_to_approvals(1).await;
        assert_eq!(one.session(), two.session());
        let token = one.get_access_token(forced()).await.unwrap();
        assert_eq!(site.call_api(token.expose()).await, 200, "it is the one that everybody has");
    });
}

#[test]
fn a_sign_out_that_did_not_know_of_a_login_elsewhere_ends_that_too() {
    run(async {
        let site = Site::ready().await;
        let (native, one, two) = two_tabs(&site).await;
        one.login(site.user()).await.unwrap();
        settle().await;
        native.origin.is_slow.set(true);
        one.login(site.user()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(5)).await; // no person is in two tabs in the same millisecond
        two.logout().await.unwrap();
        native.origin.is_slow.set(false);
        site.comes_to_approvals(0).await;
        settle().await;
        assert!(one.session().is_none() && two.session().is_none());
    });
}

#[test]
fn renewals_of_one_session_that_did_not_know_of_each_other_end_nothing() {
    run(async {
        let site = Site::ready().await;
        let (native, one, two) = two_tabs(&site).await;
        one.login(site.user()).await.unwrap();
        settle().await;
        let key = native.origin.local_store.entries.borrow().keys().next().unwrap().clone();
        let before = native.origin.local_store.entries.borrow()[&key].clone();
        native.origin.is_slow.set(true);
        one.get_access_token(forced()).await.unwrap();
        native.origin.local_store.set(&key, &before).await.unwrap();
        two.get_access_token(forced()).await.unwrap();
        native.origin.is_slow.set(false);
        settle().await;
        assert_eq!((one.session(), site.approvals().await), (two.session(), 1));
        one.get_access_token(forced()).await.unwrap();
    });
}

#[test]
fn session_and_memory_are_a_tab_s_own() {
    run(async {
        let site = Site::ready().await;
        for (storage, has_a_lock) in [(Storage::Memory, false), (Storage::Session, true)] {
            let native = Native::default();
            let one = open(&site, &native, storage.clone()).await;
            let two = open(&site, &native.other_tab(), storage).await;
            one.login(site.user()).await.unwrap();
            settle().await;
            assert!(two.session().is_none());
            one.get_access_token(forced()).await.unwrap();
            assert_eq!(native.origin.knows_locks(), has_a_lock, "frames of a tab have its session in common");
        }
    });
}

#[test]
fn ten_tabs_with_rotation_renew_once_each_time_and_lose_nothing() {
    run(async {
        let site = Site::with(json!({ "app": { "isRefreshTokenRotationEnabled": true } })).await;
        let native = Native::default();
        let mut tabs = Vec::new();
        for _ in 0..10 {
            tabs.push(open(&site, &native.other_tab(), Storage::Local).await);
        }
        tabs[0].login(site.user()).await.unwrap();
        settle().await;
        for expiry in 1..=10 {
            native.advance(Duration::from_secs(3 * 3600));
            site.advance_clock(3 * 3600).await;
            let asking = tabs.iter().map(|tab| tab.get_access_token(AccessTokenArgs::default()));
            let tokens = futures_util::future::join_all(asking).await;
            for token in &tokens {
                assert_eq!(token.as_ref().unwrap().expose(), tokens[0].as_ref().unwrap().expose());
            }
            assert_eq!(site.refreshes().await, expiry);
            assert_eq!(site.call_api(tokens[0].as_ref().unwrap().expose()).await, 200);
        }
    });
}

#[test]
fn a_store_that_was_cleared_in_the_middle_loses_nothing() {
    run(async {
        let site = Site::with(json!({ "app": { "isRefreshTokenRotationEnabled": true } })).await;
        let native = Native::default();
        let one = open(&site, &native, Storage::Local).await;
        let two = open(&site, &native.other_tab(), Storage::Local).await;
        one.login(site.user()).await.unwrap();
        settle().await;
        native.origin.local_store.entries.borrow_mut().clear();
        one.get_access_token(forced()).await.unwrap();
        settle().await;
        assert_eq!(one.session(), two.session());
        two.get_access_token(forced()).await.unwrap();
        assert!(!native.origin.local_store.entries.borrow().is_empty());
    });
}

#[test]
fn a_lock_that_nobody_gives_back_is_taken() {
    run(async {
        let site = Site::ready().await;
        let native = Native::default();
        open(&site, &native, Storage::Local).await.login(site.user()).await.unwrap();
        let config = site.config().storage(Storage::Local).timeout(Duration::from_millis(400));
        let client = Client::with_platform(config, native.other_tab()).await.unwrap();
        let name = format!("headless-identity:{}:{}", site.url, site.client_id);
        let frozen = native.hold_lock(&name).await;
        let error = client.get_access_token(forced()).await.unwrap_err();
        assert_eq!((error.code(), error.step(), error.retryable()), (Code::Timeout, Step::Refresh, true));
        client.get_access_token(AccessTokenArgs::default()).await.unwrap();
        // The renewal goes on by itself, and takes the lock in the end.
        for _ in 0..100 {
            if site.refreshes().await == 1 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(site.refreshes().await, 1);
        drop(frozen);
    });
}

/// Two tabs that lose patience with the lock of this name after 2.6 seconds, and whose app rotates refresh tokens.
async fn impatient() -> (Site, Native, String, Client, Client) {
    let site = Site::with(json!({ "app": { "isRefreshTokenRotationEnabled": true } })).await;
    let native = Native::default();
    open(&site, &native, Storage::Local).await.login(site.user()).await.unwrap();
    let config = || site.config().storage(Storage::Local).timeout(Duration::from_millis(400));
    let one = Client::with_platform(config(), native.other_tab()).await.unwrap();
    let two = Client::with_platform(config(), native.other_tab()).await.unwrap();
    let name = format!("headless-identity:{}:{}", site.url, site.client_id);
    (site, native, name, one, two)
}

#[test]
fn whoever_waits_in_line_takes_no_lock_from_one_whose_turn_it_is() {
    run(async {
        let (site, native, name, second, third) = impatient().await;
        let first = native.hold_lock(&name).await;
        site.fault(json!({ "path": "/token", "kind": "delay", "ms": 1_200 })).await;
        let calls = async { tokio::join!(second.get_access_token(forced()), third.get_access_token(forced())) };
        // When both lose patience, one of them has its turn, and waits for the site.
        let (_, ()) = tokio::join!(calls, async {
            tokio::time::sleep(Duration::from_millis(2_000)).await;
            drop(first);
        });
        tokio::time::sleep(Duration::from_millis(3_000)).await;
        assert_eq!(site.refreshes().await, 1);
        assert_eq!(second.session(), third.session());
        third.get_access_token(forced()).await.unwrap();
    });
}

#[test]
fn one_of_those_in_line_takes_the_lock_though_the_tab_whose_turn_it_is_is_frozen_too() {
    run(async {
        let (site, native, name, third, fourth) = impatient().await;
        let _frozen = (native.hold_lock(&name).await, native.hold_lock(&format!("{name}:turn")).await);
        let _ = tokio::join!(third.get_access_token(forced()), fourth.get_access_token(forced()));
        tokio::time::sleep(Duration::from_millis(6_500)).await; // twice their patience, and a renewal
        assert_eq!(site.refreshes().await, 1);
        assert_eq!(third.session(), fourth.session());
        assert_eq!(site.approvals().await, 1);
    });
}

#[test]
fn a_token_that_another_tab_has_used_already_does_not_end_the_session() {
    run(async {
        let site = Site::with(json!({ "app": { "isRefreshTokenRotationEnabled": true } })).await;
        let native = Native::default();
        let client = open(&site, &native, Storage::Local).await;
        client.login(site.user()).await.unwrap();
        let key = native.origin.local_store.entries.borrow().keys().next().unwrap().clone();
        let before = native.origin.local_store.entries.borrow()[&key].clone();
        // Another tab renews; its message is lost, and its value comes late: after the site has refused ours.
        let other = open(&site, &native.other_tab(), Storage::Local).await;
        native.origin.cut_channels();
        other.get_access_token(forced()).await.unwrap();
        let after = native.origin.local_store.entries.borrow()[&key].clone();
        native.origin.local_store.set(&key, &before).await.unwrap();
        site.fault(json!({ "path": "/token", "kind": "delay", "ms": 100 })).await;
        let (outcome, ()) = tokio::join!(client.get_access_token(forced()), async {
            tokio::time::sleep(Duration::from_millis(150)).await;
            native.origin.local_store.set(&key, &after).await.unwrap();
        });
        outcome.unwrap();
        assert_eq!(client.session(), other.session());
    });
}

#[test]
fn a_store_that_never_answers_is_a_store_that_failed() {
    run(async {
        let site = Site::ready().await;
        let silent = Rc::new(Silent::default());
        let config = || site.config().timeout(Duration::from_millis(3000)).storage(Storage::Custom(silent.clone()));
        let client = Client::with_platform(config(), Native::default()).await.unwrap();
        let (seen, _subscription) = events(&client);
        silent.is_silent.set(true);
        client.login(site.user()).await.unwrap();
        client.logout().await.unwrap();
        let storage_failed = EventKind::StorageFailed;
        assert_eq!(*seen.borrow(), [EventKind::SignedIn, storage_failed, EventKind::SignedOut, storage_failed]);
        let refused = Client::with_platform(config(), Native::default()).await;
        assert_eq!(refused.err().unwrap().code(), Code::Storage);
    });
}

/// A store that can fall silent.
#[derive(Default)]
struct Silent {
    is_silent: std::cell::Cell<bool>,
}

impl Silent {
    fn answer<T: Default + 'static>(&self) -> StoreFuture<'static, T> {
        if self.is_silent.get() {
            Box::pin(std::future::pending())
        } else {
            Box::pin(std::future::ready(Ok(T::default())))
        }
    }
}

impl Store for Silent {
    fn get<'a>(&'a self, _: &'a str) -> StoreFuture<'a, Option<String>> {
        self.answer()
    }
    fn set<'a>(&'a self, _: &'a str, _: &'a str) -> StoreFuture<'a, ()> {
        self.answer()
    }
    fn remove<'a>(&'a self, _: &'a str) -> StoreFuture<'a, ()> {
        self.answer()
    }
}

#[test]
fn a_full_store_still_has_the_session() {
    run(async {
        let site = Site::ready().await;
        let native = Native::default();
        open(&site, &native, Storage::Local).await.login(site.user()).await.unwrap();
        native.origin.local_store.is_full.set(true);
        assert!(open(&site, &native, Storage::Local).await.session().is_some());
        let empty = Native::default();
        empty.origin.local_store.is_full.set(true);
        let error = Client::with_platform(site.config().storage(Storage::Local), empty).await.err().unwrap();
        assert_eq!((error.code(), error.step()), (Code::Storage, Step::Storage));
    });
}
