//! A tab that opens while others are at work: whatever they do just then, it has the state that they have.

use std::rc::Rc;

use headless_identity::EventKind;

use crate::platform::{Memory, Native, run};
use crate::session::{events, settle};
use crate::site::Site;
use crate::view::{View, eventually, look, open};

#[test]
fn a_sign_in_while_the_store_is_read_is_heard_of() {
    run(async {
        let (site, native, shared) = (Site::ready().await, Native::default(), Rc::default());
        let one = open(&site, &native, &View::of(&shared)).await;
        let slow = View::of(&shared);
        slow.is_held.set(true);
        let signing_in = async {
            let session = one.login(site.user()).await.unwrap();
            settle().await;
            slow.is_held.set(false);
            session
        };
        let tab = native.other_tab();
        let (two, session) = tokio::join!(open(&site, &tab, &slow), signing_in);
        assert_eq!(two.session().as_deref(), Some(&session));
    });
}

#[test]
fn what_was_written_before_it_could_hear_of_it_is_found_soon() {
    run(async {
        let (site, native, shared) = (Site::ready().await, Native::default(), Rc::<Memory>::default());
        let one = open(&site, &native, &View::of(&shared)).await;
        let mut before = None;
        for has_session in [true, false] {
            if has_session {
                one.login(site.user()).await.unwrap();
            } else {
                one.logout().await.unwrap();
            }
            let late = View::of(&shared);
            late.stale.replace(Some(before));
            let two = open(&site, &native.other_tab(), &late).await;
            let (seen, _subscription) = events(&two);
            assert_eq!(two.session().is_some(), !has_session);
            late.stale.take();
            eventually(|| two.session() == one.session()).await;
            assert_eq!(*seen.borrow(), [if has_session { EventKind::SignedIn } else { EventKind::SignedOut }]);
            before = shared.entries.borrow().values().next().cloned();
        }
    });
}

#[test]
fn a_client_that_is_closed_by_then_looks_at_nothing() {
    run(async {
        let (site, native, shared) = (Site::ready().await, Native::default(), Rc::default());
        let one = open(&site, &native, &View::of(&shared)).await;
        let late = View::of(&shared);
        let two = open(&site, &native.other_tab(), &late).await;
        two.close();
        let asked = late.asked.get();
        one.login(site.user()).await.unwrap();
        look().await;
        assert!(two.session().is_none());
        assert_eq!(late.asked.get(), asked);
    });
}
