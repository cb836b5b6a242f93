//! Work that several callers share because they ask for the same: one of them begins it, all get what it comes to.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::rc::Rc;
use std::task::{Poll, Waker};

use crate::abort::Abort;
use crate::platform::Spawn;

/// The work that is under way, if there is any. `K` says what it is for.
pub(crate) struct Shared<K, T> {
    under_way: Rc<RefCell<Option<Rc<Work<K, T>>>>>,
    outlives_callers: bool,
}

struct Work<K, T> {
    of: K,
    outcome: RefCell<Option<T>>,
    waiting: RefCell<Vec<Waker>>,
    callers: Cell<usize>,
    /// Fires when the last caller has given up; never where the work outlives them.
    abort: Abort,
    outlives_callers: bool,
}

impl<K, T> Shared<K, T> {
    /// Work that ends when nobody waits for it any more.
    pub fn for_callers() -> Self {
        Self { under_way: Rc::default(), outlives_callers: false }
    }

    /// Work that goes on also when nobody waits for it any more.
    pub fn for_good() -> Self {
        Self { under_way: Rc::default(), outlives_callers: true }
    }
}

impl<K: 'static, T: Clone + 'static> Shared<K, T> {
    /// Waits for the work that is under way for `of`, or else for what `begin` makes.
    ///
    /// It runs beside its callers, so one of them can give up and the others go on. `begin` is given the switch that ends it.
    pub fn join<F: Future<Output = T> + 'static>(
        &self,
        spawn: &impl Spawn,
        of: K,
        is_same: impl Fn(&K, &K) -> bool,
        begin: impl FnOnce(Abort) -> F,
    ) -> Caller<K, T> {
        let under_way =
            self.under_way.borrow().clone().filter(|work| is_same(&work.of, &of) && !work.abort.has_fired());
        let caller = Caller(under_way.unwrap_or_else(|| self.begin(spawn, of, begin)));
        caller.0.callers.set(caller.0.callers.get().saturating_add(1));
        caller
    }

    fn begin<F: Future<Output = T> + 'static>(
        &self,
        spawn: &impl Spawn,
        of: K,
        begin: impl FnOnce(Abort) -> F,
    ) -> Rc<Work<K, T>> {
        let work = Rc::new(Work {
            of,
            outcome: RefCell::default(),
            waiting: RefCell::default(),
            callers: Cell::default(),
            abort: Abort::default(),
            outlives_callers: self.outlives_callers,
        });
        self.under_way.replace(Some(work.clone()));
        let (under_way, running, begun) = (self.under_way.clone(), work.clone(), begin(work.abort.clone()));
        spawn.spawn(async move {
            let outcome = begun.await;
            running.outcome.replace(Some(outcome));
            under_way.borrow_mut().take_if(|current| Rc::ptr_eq(current, &running));
            for waker in running.waiting.take() {
                waker.wake();
            }
        });
        work
    }
}

/// One that waits, until it is dropped.
pub(crate) struct Caller<K, T>(Rc<Work<K, T>>);

impl<K, T: Clone> Caller<K, T> {
    /// What the work comes to.
    pub async fn outcome(self) -> T {
        poll_fn(|cx| match &*self.0.outcome.borrow() {
            Some(outcome) => Poll::Ready(outcome.clone()),
            None => {
                self.0.waiting.borrow_mut().push(cx.waker().clone());
                Poll::Pending
            }
        })
        .await
    }
}

impl<K, T> Drop for Caller<K, T> {
    fn drop(&mut self) {
        let left = self.0.callers.get().saturating_sub(1);
        self.0.callers.set(left);
        if left == 0 && !self.0.outlives_callers && self.0.outcome.borrow().is_none() {
            self.0.abort.fire();
        }
    }
}
