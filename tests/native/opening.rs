//! A tab that opens while others are at work: whatever they do just then, it has the state that they have.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use headless_identity::platform::{Store, StoreFuture};
use headless_identity::{Client, EventKind, Storage};

use crate::platform::{Memory, Native, run};
use crate::session::{events, settle};
use crate::site::Site;

/// How one tab sees the store that all have in common.
#[derive(Default)]
pub struct View {
    shared: Rc<Memory>,
    /// What it shows as long as this is set, although something else is there.
    pub stale: RefCell<Option<Option<String>>>,
    /// How long each answer takes.
    pub ms: Cell<u64>,
    /// While this is set, no answer comes.
    is_held: Rc<Cell<bool>>,
    asked: Cell<usize>,
}

impl View {
    pub fn of(shared: &Rc<Memory>) -> Rc<Self> {
        Rc::new(Self { shared: shared.clone(), ..Self::default() })
    }

    fn late<'a, T: 'a>(&self, answer: StoreFuture<'a, T>) -> StoreFuture<'a, T> {
        let (late, is_held) = (Duration::from_millis(self.ms.get()), self.is_held.clone());
        self.asked.set(self.asked.get() + 1);
        Box::pin(async move {
            let answer = answer.await;
            tokio::time::sleep(late).await;
            while is_held.get() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            answer
        })
    }
}

impl Store for View {
    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>> {
        let stale = self.stale.borrow().clone();
        self.late(stale.map_or_else(|| self.shared.get(key), |value| Box::pin(std::future::ready(Ok(value)))))
    }

    fn set<'a>(&'a self, key: &'a str, value: &'a str) -> StoreFuture<'a, ()> {
        self.late(self.shared.set(key, value))
    }

    fn remove<'a>(&'a self, key: &'a str) -> StoreFuture<'a, ()> {
        self.late(self.shared.remove(key))
    }
}

pub async fn open(site: &Site, native: &Native, view: &Rc<View>) -> Client<Native> {
    Client::with_platform(site.config().storage(Storage::Custom(view.clone())), native.clone()).await.unwrap()
}

/// Waits until something holds, for so long as a loaded machine may take.
pub async fn eventually(condition: impl Fn() -> bool) {
    for _ in 0..1_000 {
        if condition() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it never does");
}

/// Longer than the look after the opening is away.
pub async fn look() {
    tokio::time::sleep(Duration::from_millis(250)).await;
}

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
