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

fn signs_in(keeper: &Keeper, user: Kept) -> Stamp {
    let _ = keeper.on(Input::Began(keeper.epoch(), user));
    keeper.machine().record().stamp
}

fn signs_out(keeper: &Keeper) -> Stamp {
    let _ = keeper.on(Input::SignedOut);
    keeper.machine().record().stamp
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
    signs_in(&keeper, user("ada"));
    let stamp = signs_out(&keeper);
    let outcome = pin!(keeper.write()).poll(&mut Context::from_waker(Waker::noop()));
    assert_eq!(outcome, Poll::Ready(vec![(stamp, false)]));
}

#[test]
fn the_last_state_stays_whatever_time_a_write_takes_and_the_ones_between_are_never_written() {
    let store = Rc::new(Slow::default());
    let keeper = keeper(never(), store.clone());
    let mut cx = Context::from_waker(Waker::noop());
    let first_stamp = signs_in(&keeper, user("ada"));
    let mut first = pin!(keeper.write());
    assert!(first.as_mut().poll(&mut cx).is_pending());
    signs_in(&keeper, user("bob"));
    let mut second = pin!(keeper.write());
    assert!(second.as_mut().poll(&mut cx).is_pending());
    let last_stamp = signs_out(&keeper);
    let mut third = pin!(keeper.write());
    assert!(third.as_mut().poll(&mut cx).is_pending());

    store.finish_one();
    assert!(first.as_mut().poll(&mut cx).is_pending(), "the newest is written next");
    assert!(third.as_mut().poll(&mut cx).is_pending());
    store.finish_one();
    assert_eq!(first.as_mut().poll(&mut cx), Poll::Ready(vec![(first_stamp, true), (last_stamp, true)]));
    assert_eq!(second.as_mut().poll(&mut cx), Poll::Ready(Vec::new()));
    assert_eq!(third.as_mut().poll(&mut cx), Poll::Ready(Vec::new()));
    assert_eq!(*store.value.borrow(), None);
}

#[test]
fn a_change_that_is_written_later_than_the_one_after_it_does_not_bring_the_state_before_back() {
    let store = Rc::new(Slow::default());
    let keeper = keeper(never(), store.clone());
    let mut cx = Context::from_waker(Waker::noop());
    signs_in(&keeper, user("ada"));
    signs_out(&keeper);
    // The sign-out comes to the store first; the sign-in before it has nothing left to write.
    let mut writing_out = pin!(keeper.write());
    assert!(writing_out.as_mut().poll(&mut cx).is_pending());
    let mut writing_in = pin!(keeper.write());
    assert!(writing_in.as_mut().poll(&mut cx).is_pending());
    store.finish_one();
    while writing_out.as_mut().poll(&mut cx).is_pending() {
        store.finish_one();
    }
    assert!(writing_in.as_mut().poll(&mut cx).is_ready());
    assert_eq!(*store.value.borrow(), None);
}
