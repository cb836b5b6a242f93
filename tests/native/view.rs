//! A store as one tab sees it: late, held up or out of date. And how to wait for what comes of that.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use headless_identity::platform::{Store, StoreFuture};
use headless_identity::{Client, Storage};

use crate::platform::{Memory, Native};
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
    pub is_held: Rc<Cell<bool>>,
    /// How often it was used.
    pub asked: Cell<usize>,
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

pub async fn open(site: &Site, native: &Native, view: &Rc<View>) -> Client {
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
