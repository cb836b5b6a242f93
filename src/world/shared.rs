//! Work that several callers share because they ask for the same: one of them begins it, all get what it comes to.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use crate::world::World;
use crate::world::abort::{Abort, Interruption};

/// The work that is under way, if there is any. `K` says what it is for.
pub(crate) struct Shared<K, T> {
    under_way: UnderWay<K, T>,
    outlives_callers: bool,
}

type UnderWay<K, T> = Rc<RefCell<Option<Rc<Work<K, T>>>>>;

struct Work<K, T> {
    of: K,
    outcome: RefCell<Option<T>>,
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

    pub fn is_under_way(&self) -> bool {
        self.under_way.borrow().is_some()
    }

    /// Joins the callers of the work that is under way for `of`, or else of what `begin` makes, which is given the switch that
    /// ends it. The work runs beside its callers, so one of them can give up and the others go on.
    pub fn join(
        &self,
        world: &World,
        of: K,
        is_same: impl Fn(&K, &K) -> bool,
        begin: impl FnOnce(Abort) -> Pin<Box<dyn Future<Output = T>>>,
    ) -> Caller<K, T> {
        let under_way =
            self.under_way.borrow().clone().filter(|work| is_same(&work.of, &of) && !work.abort.has_fired());
        let work = under_way.unwrap_or_else(|| {
            let abort = Abort::default();
            let task = begin(abort.clone());
            let work = Rc::new(Work { of, outcome: RefCell::default(), callers: Cell::default(), abort });
            self.under_way.replace(Some(work.clone()));
            let (under_way, running) = (self.under_way.clone(), work.clone());
            world.spawn(async move {
                let outcome = task.await;
                running.outcome.replace(Some(outcome));
                let over = under_way.borrow_mut().take_if(|current| Rc::ptr_eq(current, &running));
                drop(over);
            });
            work
        });
        work.callers.set(work.callers.get().saturating_add(1));
        Caller { work, outlives_callers: self.outlives_callers }
    }
}

/// One that waits, until it is dropped.
pub(crate) struct Caller<K, T> {
    work: Rc<Work<K, T>>,
    outlives_callers: bool,
}

impl<K: 'static, T: Clone + 'static> Caller<K, T> {
    /// What the work comes to; `None` for an interruption.
    pub async fn outcome(self, world: &World) -> Option<T> {
        world.until(|| self.work.outcome.borrow().clone()).await
    }
}

impl<K, T> Drop for Caller<K, T> {
    fn drop(&mut self) {
        let left = self.work.callers.get().saturating_sub(1);
        self.work.callers.set(left);
        if left == 0 && !self.outlives_callers {
            self.work.abort.fire(Interruption::Aborted);
        }
    }
}
