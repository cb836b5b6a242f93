//! Work that several callers share because they ask for the same: one of them begins it, all get what it comes to.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use crate::abort::Abort;
use crate::boxed::Boxed;
use crate::platform::Spawn;

/// The work that is under way, if there is any. `K` says what it is for.
pub(crate) struct Shared<K, T> {
    under_way: UnderWay<K, T>,
    outlives_callers: bool,
}

type UnderWay<K, T> = Rc<RefCell<Option<Rc<Work<K, T>>>>>;

struct Work<K, T> {
    of: K,
    /// The work itself, until a caller waits for it for the first time.
    task: Cell<Option<Boxed<'static, T>>>,
    outcome: RefCell<Option<T>>,
    waiting: RefCell<Vec<Waker>>,
    callers: Cell<usize>,
    /// Fires when the last caller has given up; never where the work outlives them.
    abort: Abort,
}

impl<K: 'static, T: Clone + 'static> Shared<K, T> {
    /// Work that ends when nobody waits for it any more.
    pub fn for_callers() -> Self {
        Self { under_way: Rc::default(), outlives_callers: false }
    }

    /// Work that goes on also when nobody waits for it any more.
    pub fn for_good() -> Self {
        Self { under_way: Rc::default(), outlives_callers: true }
    }

    /// Joins the callers of the work that is under way for `of`, or else of what `begin` makes, which is given the switch that
    /// ends it.
    pub fn join(
        &self,
        of: K,
        is_same: impl Fn(&K, &K) -> bool,
        begin: impl FnOnce(Abort) -> Boxed<'static, T>,
    ) -> Caller<K, T> {
        let under_way =
            self.under_way.borrow().clone().filter(|work| is_same(&work.of, &of) && !work.abort.has_fired());
        let work = under_way.unwrap_or_else(|| {
            let abort = Abort::default();
            let work = Rc::new(Work {
                of,
                task: Cell::new(Some(begin(abort.clone()))),
                outcome: RefCell::default(),
                waiting: RefCell::default(),
                callers: Cell::default(),
                abort,
            });
            self.under_way.replace(Some(work.clone()));
            work
        });
        work.callers.set(work.callers.get().saturating_add(1));
        Caller { work, under_way: self.under_way.clone(), outlives_callers: self.outlives_callers }
    }
}

/// One that waits, until it is dropped.
pub(crate) struct Caller<K, T> {
    work: Rc<Work<K, T>>,
    under_way: UnderWay<K, T>,
    outlives_callers: bool,
}

impl<K: 'static, T: Clone + 'static> Caller<K, T> {
    /// What the work comes to. It runs beside its callers, so one of them can give up and the others go on; and it begins here,
    /// so a call that is given up before costs nothing.
    pub async fn outcome(self, spawn: &impl Spawn) -> T {
        if let Some(task) = self.work.task.take() {
            let (under_way, work) = (self.under_way.clone(), self.work.clone());
            spawn.spawn(async move {
                let outcome = task.await;
                work.outcome.replace(Some(outcome));
                under_way.borrow_mut().take_if(|current| Rc::ptr_eq(current, &work));
                for waker in work.waiting.take() {
                    waker.wake();
                }
            });
        }
        poll_fn(|cx| match &*self.work.outcome.borrow() {
            Some(outcome) => Poll::Ready(outcome.clone()),
            None => {
                self.work.waiting.borrow_mut().push(cx.waker().clone());
                Poll::Pending
            }
        })
        .await
    }
}

impl<K, T> Drop for Caller<K, T> {
    fn drop(&mut self) {
        let left = self.work.callers.get().saturating_sub(1);
        self.work.callers.set(left);
        if left > 0 {
            return;
        }
        let has_begun = self.work.task.take().is_none();
        if !has_begun || !self.outlives_callers {
            // Work holds the client, and the client must not hold work that never ends.
            let gone = self.under_way.borrow_mut().take_if(|current| Rc::ptr_eq(current, &self.work));
            drop(gone);
            if self.work.outcome.borrow().is_none() {
                self.work.abort.fire();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_was_given_up_before_it_began_is_not_kept() {
        for shared in [Shared::<(), ()>::for_callers(), Shared::for_good()] {
            let held = Rc::new(());
            let holding = held.clone();
            let caller = shared.join((), |(), ()| true, |_| Box::pin(async move { drop(holding) }));
            assert_eq!(Rc::strong_count(&held), 2);
            drop(caller);
            assert_eq!(Rc::strong_count(&held), 1);
        }
    }
}
