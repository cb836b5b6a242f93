//! How states are written, whatever time a store takes.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::{Future as _, ready};
use std::pin::pin;
use std::task::{Context, Waker};

use super::*;
use crate::config::Config;
use crate::session::kept::testing::user;

fn never() -> Timer {
    Box::new(|| Box::pin(std::future::pending()))
}

fn keeper(time: Timer, store: Rc<dyn Store>) -> Keeper {
    let settings = Settings::check(Config::new("https://a.b", "id")).unwrap();
    Keeper::new(Rc::new(settings), Box::new(|| 1), time, Some(store), Reach::Origin)
}

fn record(began: u64, kept: Option<Kept>) -> Record {
    Record { stamp: Stamp { began, renewed: 0 }, event: EventKind::SignedIn, kept }
}

/// A store whose writes finish when the test says so.
#[derive(Default)]
struct Slow {
    value: RefCell<Option<String>>,
    writes: RefCell<VecDeque<Option<String>>>,
}

impl Slow {
    fn finish_one(&self) {
        let next = self.writes.borrow_mut().pop_front().unwrap();
        *self.value.borrow_mut() = next;
    }

    fn begin(&self, value: Option<String>) -> StoreFuture<'_, ()> {
        self.writes.borrow_mut().push_back(value);
        assert_eq!(self.writes.borrow().len(), 1, "one write at a time");
        Box::pin(poll_fn(move |_| if self.writes.borrow().is_empty() { Poll::Ready(Ok(())) } else { Poll::Pending }))
    }
}

impl Store for Slow {
    fn get<'a>(&'a self, _: &'a str) -> StoreFuture<'a, Option<String>> {
        Box::pin(ready(Ok(self.value.borrow().clone())))
    }
    fn set<'a>(&'a self, _: &'a str, value: &'a str) -> StoreFuture<'a, ()> {
        self.begin(Some(value.to_owned()))
    }
    fn remove<'a>(&'a self, _: &'a str) -> StoreFuture<'a, ()> {
        self.begin(None)
    }
}

#[test]
fn a_store_that_never_answers_has_failed_in_the_end() {
    let at_once: Timer = Box::new(|| Box::pin(ready(())));
    let keeper = keeper(at_once, Rc::new(Slow::default()));
    let outcome = pin!(keeper.write(record(1, None))).poll(&mut Context::from_waker(Waker::noop()));
    assert_eq!(outcome, Poll::Ready(vec![(Stamp { began: 1, renewed: 0 }, false)]));
}

#[test]
fn the_last_state_stays_whatever_time_a_write_takes_and_the_ones_between_are_never_written() {
    let store = Rc::new(Slow::default());
    let keeper = keeper(never(), store.clone());
    let mut cx = Context::from_waker(Waker::noop());
    let mut first = pin!(keeper.write(record(1, Some(user("ada")))));
    assert!(first.as_mut().poll(&mut cx).is_pending());
    let mut second = pin!(keeper.write(record(2, Some(user("bob")))));
    assert!(second.as_mut().poll(&mut cx).is_pending());
    let mut third = pin!(keeper.write(record(3, None)));
    assert!(third.as_mut().poll(&mut cx).is_pending());

    store.finish_one();
    assert!(first.as_mut().poll(&mut cx).is_pending(), "the newest is written next");
    assert!(third.as_mut().poll(&mut cx).is_pending());
    store.finish_one();
    let written = [1, 3].map(|began| (Stamp { began, renewed: 0 }, true));
    assert_eq!(first.as_mut().poll(&mut cx), Poll::Ready(written.to_vec()));
    assert_eq!(second.as_mut().poll(&mut cx), Poll::Ready(Vec::new()));
    assert_eq!(third.as_mut().poll(&mut cx), Poll::Ready(Vec::new()));
    assert_eq!(*store.value.borrow(), None);
}
