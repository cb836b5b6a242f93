//! Work shared by callers that ask for the same: the first caller begins it, and all receive its outcome.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use crate::cell::StateCell;
use crate::error::Error;
use crate::world::World;
use crate::world::effect::Outcome;
use crate::world::switch::{Interruption, Switch};

/// What a journey is before it is over.
pub(crate) type Running = Pin<Box<dyn Future<Output = Result<Outcome, Error>>>>;

/// The work that is under way, if there is any. `K` says what it is for.
pub(crate) struct Shared<K>(StateCell<Option<(K, Rc<Work>)>>);

struct Work {
    outcome: StateCell<Option<Result<Outcome, Error>>>,
    callers: Cell<usize>,
    /// Fires when the last caller has given up. `None` where the work outlives them.
    switch: Option<Switch>,
}

impl<K> Default for Shared<K> {
    fn default() -> Self {
        Self(StateCell::default())
    }
}

impl<K: PartialEq> Shared<K> {
    pub fn is_under_way(&self) -> bool {
        self.0.borrow().as_ref().is_some_and(|(_, work)| !work.is_over())
    }

    /// Forgets work that is over: what it was for may be a secret.
    pub fn forget_over(&self) {
        drop(self.0.borrow_mut().take_if(|(_, work)| work.is_over()));
    }

    /// Joins the work that is under way for `of`, or begins it. It runs independently of its callers: one can give up while the
    /// others wait on. With a switch, it ends when the last caller gives up.
    pub fn join_or_begin(&self, world: &World, of: K, begin: impl FnOnce() -> (Option<Switch>, Running)) -> Caller {
        self.join(&of).unwrap_or_else(|| {
            let (switch, running) = begin();
            let work = Work::begin(world, switch, running);
            let caller = Caller::of(&work);
            self.0.replace(Some((of, work)));
            caller
        })
    }

    fn join(&self, of: &K) -> Option<Caller> {
        let shared = self.0.borrow();
        let (key, work) = shared.as_ref()?;
        (key == of && work.can_be_joined()).then(|| Caller::of(work))
    }
}

impl Work {
    fn begin(world: &World, switch: Option<Switch>, running: Running) -> Rc<Self> {
        let work = Rc::new(Self { outcome: StateCell::default(), callers: Cell::default(), switch });
        let beginning = work.clone();
        world.spawn(async move {
            let outcome = running.await;
            beginning.outcome.replace(Some(outcome));
        });
        work
    }

    fn is_over(&self) -> bool {
        self.outcome.borrow().is_some()
    }

    fn can_be_joined(&self) -> bool {
        !self.is_over() && !self.switch.as_ref().is_some_and(Switch::has_fired)
    }
}

/// One that waits, until it is dropped.
pub(crate) struct Caller(Rc<Work>);

impl Caller {
    fn of(work: &Rc<Work>) -> Self {
        work.callers.set(work.callers.get().saturating_add(1));
        Self(work.clone())
    }

    /// What the work comes to; `None` where the switch fires before.
    pub async fn outcome(self, world: &World, switch: &Switch) -> Option<Result<Outcome, Error>> {
        world.until(Some(switch), &|| self.0.is_over()).await;
        match &*self.0.outcome.borrow() {
            Some(outcome) if !switch.has_fired() => Some(outcome.clone()),
            _ => None,
        }
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        let left = self.0.callers.get().saturating_sub(1);
        self.0.callers.set(left);
        if let Some(switch) = self.0.switch.as_ref().filter(|_| left == 0) {
            switch.fire(Interruption::Aborted);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;
    use crate::error::{Code, Step};

    type Answer = Rc<StateCell<Option<Result<Outcome, Error>>>>;

    /// Work for the key 1, and where its outcome is put.
    struct Bench {
        world: World,
        shared: Shared<u8>,
        answer: Answer,
    }

    impl Bench {
        fn begin(switch: Option<&Switch>) -> (Self, Caller) {
            let (world, shared, answer) = (World::default(), Shared::default(), Answer::default());
            let (waiting, ours) = (answer.clone(), world.clone());
            let work = async move {
                ours.until(None, &|| waiting.borrow().is_some()).await;
                waiting.take().unwrap()
            };
            let caller = shared.join_or_begin(&world, 1, || (switch.cloned(), Box::pin(work)));
            (Self { world, shared, answer }, caller)
        }

        fn join(&self, key: u8) -> Option<Caller> {
            self.shared.join(&key)
        }

        /// The work comes to this.
        fn end(&self, outcome: Result<Outcome, Error>) {
            self.answer.replace(Some(outcome));
            for task in self.world.take_spawned() {
                assert!(poll(task).is_ready());
            }
        }

        /// The outcome for a caller that is not interrupted, if it has come.
        fn outcome(&self, caller: Caller) -> Poll<Option<Result<Outcome, Error>>> {
            poll(caller.outcome(&self.world, &Switch::default()))
        }
    }

    fn poll<T>(future: impl Future<Output = T>) -> Poll<T> {
        pin!(future).poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn all_callers_get_what_it_comes_to() {
        let (bench, first) = Bench::begin(None);
        let second = bench.join(1).unwrap();
        assert!(bench.shared.is_under_way());
        bench.end(Err(Error::new(Code::Network, Step::Refresh)));
        for caller in [first, second] {
            let Poll::Ready(Some(Err(error))) = bench.outcome(caller) else { panic!("it has come") };
            assert_eq!(error.code(), Code::Network);
        }
    }

    #[test]
    fn it_is_for_its_own_key_and_while_it_lasts() {
        let (bench, first) = Bench::begin(None);
        assert!(bench.join(2).is_none());
        bench.end(Ok(Outcome::Nothing));
        assert!(!bench.shared.is_under_way());
        assert!(bench.join(1).is_none(), "it is over, though its caller has not asked yet");
        assert!(matches!(bench.outcome(first), Poll::Ready(Some(Ok(Outcome::Nothing)))));
    }

    #[test]
    fn only_the_last_caller_who_gives_up_ends_it() {
        let switch = Switch::default();
        let (bench, first) = Bench::begin(Some(&switch));
        let second = bench.join(1).unwrap();
        drop(first);
        assert!(!switch.has_fired());
        drop(second);
        assert!(switch.has_fired());
        assert!(bench.join(1).is_none(), "it is being given up");
    }

    #[test]
    fn a_caller_who_is_interrupted_gets_nothing_even_of_what_has_come() {
        let (bench, caller) = Bench::begin(None);
        bench.end(Ok(Outcome::Nothing));
        let switch = Switch::default();
        switch.fire(Interruption::TimedOut);
        assert!(matches!(poll(caller.outcome(&bench.world, &switch)), Poll::Ready(None)));
    }

    #[test]
    fn what_is_over_is_forgotten_and_nothing_else() {
        let (bench, first) = Bench::begin(None);
        bench.shared.forget_over();
        assert!(bench.shared.is_under_way());
        bench.end(Ok(Outcome::Nothing));
        bench.shared.forget_over();
        assert!(bench.shared.0.borrow().is_none());
        drop(first);
    }
}
