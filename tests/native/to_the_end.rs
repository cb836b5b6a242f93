//! What follows a successful answer is done to its end, whatever becomes of the caller and whatever time a store takes.

use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Waker};
use std::time::Duration;

use headless_identity::{Client, EventKind};

use crate::platform::{Memory, Native, run};
use crate::session::{events, settle};
use crate::site::Site;
use crate::view::{View, eventually, look, open};

/// Two tabs with one session and the first one's view of the store.
async fn two_tabs(site: &Site) -> (Rc<Memory>, Rc<View>, Client, Client) {
    let (native, shared) = (Native::default(), Rc::<Memory>::default());
    let view = View::of(&shared);
    let one = open(site, &native, &view).await;
    let two = open(site, &native.other_tab(), &View::of(&shared)).await;
    look().await;
    one.login(site.user()).await.unwrap();
    settle().await;
    assert!(two.session().is_some());
    (shared, view, one, two)
}

/// Begins a call and drops it at once.
fn begin<T>(call: impl Future<Output = T>) {
    assert!(pin!(call).poll(&mut Context::from_waker(Waker::noop())).is_pending());
}

#[test]
fn the_server_is_told_of_a_sign_out_before_a_slow_store_has_answered() {
    run(async {
        let site = Site::ready().await;
        let (_, view, one, _) = two_tabs(&site).await;
        view.is_held.set(true);
        let (seen, _subscription) = events(&one);
        let (outcome, ()) = tokio::join!(one.logout(), async {
            site.comes_to_approvals(0).await;
            assert_eq!(*seen.borrow(), [EventKind::SignedOut]);
            view.is_held.set(false);
        });
        outcome.unwrap();
    });
}

#[test]
fn a_sign_out_whose_caller_has_gone_reaches_store_tabs_and_server() {
    run(async {
        for to_guest in [false, true] {
            let site = Site::ready().await;
            let (shared, view, one, two) = two_tabs(&site).await;
            view.ms.set(200);
            if to_guest {
                begin(one.logout_to_guest())
            } else {
                begin(one.logout())
            }
            assert!(one.session().is_none());
            site.comes_to_approvals(0).await;
            eventually(|| shared.entries.borrow().is_empty() && two.session().is_none()).await;
        }
    });
}

#[test]
fn a_login_whose_caller_goes_while_it_is_stored_is_stored_and_told_of() {
    run(async {
        let site = Site::ready().await;
        let (shared, view, one, two) = two_tabs(&site).await;
        let before = one.session();
        view.is_held.set(true);
        let given_up = tokio::time::timeout(Duration::from_millis(2_000), one.login(site.user())).await;
        assert!(given_up.is_err(), "the store holds it up");
        let session = one.session();
        assert_ne!(session, before);
        view.is_held.set(false);
        eventually(|| two.session() == session).await;
        assert_eq!(shared.entries.borrow().len(), 1);
        site.comes_to_approvals(1).await;
    });
}
