//! What a journey waits for. [`World::ask`] registers an effect and returns a future, which is ready when the answer has come
//! or when the call's switch has fired. So no future selects between two others, and an aborted journey returns like any other.
//! [`World::until`] and the mutex wait for another journey of the same client. There are no wakers: after each event the core
//! polls every journey until none makes progress ([`World::note_moved`]).

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use crate::cell::{ById, StateCell};
use crate::platform::LockMode;
use crate::world::effect::{Answer, Ask, Effect, EffectId, LockAnswer};
use crate::world::switch::{Interruption, Switch};

pub(crate) mod effect;
pub(crate) mod mutex;
pub(crate) mod shared;
pub(crate) mod switch;

/// A journey, or other work, from its first poll to its end.
pub(crate) type Task = Pin<Box<dyn Future<Output = ()>>>;

/// One client's side of the boundary: effects go out, answers come in. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct World(Rc<State>);

#[derive(Default)]
struct State {
    now_ms: Cell<u64>,
    last_id: Cell<u32>,
    effects: StateCell<Vec<Effect>>,
    /// The effects that are waited for, with their answers as far as these have come.
    answers: ById<EffectId, Option<Answer>>,
    deadlines: ById<EffectId, Switch>,
    /// Tasks that have not been polled yet.
    spawned: StateCell<Vec<Task>>,
    /// Whether something that was waited for has come.
    has_moved: Cell<bool>,
}

/// What the core does with it.
impl World {
    pub fn set_now_ms(&self, now_ms: u64) {
        self.0.now_ms.set(now_ms);
    }

    /// Hands an answer to the future that waits for it.
    pub fn answer(&self, id: EffectId, answer: Answer) {
        if self.0.answers.take(id).is_some() {
            self.0.answers.add(id, Some(answer));
        } else if let Some(late) = self.0.deadlines.take(id) {
            late.fire(Interruption::TimedOut);
        }
    }

    pub fn take_spawned(&self) -> Vec<Task> {
        self.0.spawned.take()
    }

    pub fn has_spawned(&self) -> bool {
        !self.0.spawned.borrow().is_empty()
    }

    pub fn take_effects(&self) -> Vec<Effect> {
        self.0.effects.take()
    }

    /// Whether anything was ready since this was asked last.
    pub fn take_moved(&self) -> bool {
        self.0.has_moved.take()
    }

    /// Others may get further by what has just become ready.
    pub fn note_moved(&self) {
        self.0.has_moved.set(true);
    }
}

/// What journeys do with it.
impl World {
    /// The device's clock, as it was when the present event happened.
    pub fn now_ms(&self) -> u64 {
        self.0.now_ms.get()
    }

    /// Makes an effect known that has no answer.
    pub fn emit(&self, effect: Effect) {
        self.0.effects.borrow_mut().push(effect);
    }

    /// Starts a task in the background.
    pub fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.0.spawned.borrow_mut().push(Box::pin(task));
    }

    /// Asks for something. What it returns waits for the answer.
    pub fn ask(&self, ask: Ask) -> Asked<'_> {
        self.asked(self.begin(ask))
    }

    /// Asks for something that is waited for later, by [`Self::asked`].
    pub fn begin(&self, ask: Ask) -> EffectId {
        let id = self.emit_ask(ask);
        self.0.answers.add(id, None);
        id
    }

    /// Waits for the answer to what was begun.
    pub fn asked(&self, id: EffectId) -> Asked<'_> {
        Asked { world: self, id, switch: None }
    }

    /// The answer to what was begun, once it has come. If the switch has fired, the effect ends, with [`Answer::Interrupted`].
    pub fn answer_to(&self, id: EffectId, switch: Option<&Switch>) -> Poll<Answer> {
        let answer = match switch {
            Some(switch) if switch.has_fired() => {
                if self.0.answers.take(id).is_some() {
                    self.emit(Effect::End(id));
                }
                Some(Answer::Interrupted)
            }
            _ => self.0.answers.take_if(id, Option::is_some).flatten(),
        };
        match answer {
            None => Poll::Pending,
            Some(answer) => {
                self.note_moved();
                Poll::Ready(answer)
            }
        }
    }

    fn emit_ask(&self, ask: Ask) -> EffectId {
        let id = EffectId(self.0.last_id.get().wrapping_add(1));
        self.0.last_id.set(id.0);
        self.emit(Effect::Ask(id, ask));
        id
    }

    pub fn sleep(&self, ms: u32) -> Asked<'_> {
        self.ask(Ask::Sleep(ms))
    }

    /// Asks for a lock among all tabs. A switch may end the waiting.
    pub fn lock<'a>(&'a self, name: &str, mode: LockMode, switch: Option<&'a Switch>) -> Locking<'a> {
        let id = self.begin(Ask::Lock { name: name.to_owned(), mode });
        Locking(Asked { world: self, id, switch })
    }

    /// Fires a switch after so many milliseconds, unless what this returns is dropped before.
    pub fn deadline(&self, switch: &Switch, ms: u32) -> Deadline {
        let id = self.emit_ask(Ask::Sleep(ms));
        self.0.deadlines.add(id, switch.clone());
        Deadline { world: self.clone(), id }
    }

    /// Waits until this holds, which is for something that another journey of this client brings about; or until the switch fires.
    pub fn until<'a>(&'a self, switch: Option<&'a Switch>, holds: &'a dyn Fn() -> bool) -> Until<'a> {
        Until { world: self, switch, holds }
    }
}

/// Waits for the answer to an effect. If the switch has fired, it resolves to [`Answer::Interrupted`], and [`Switch::why`] has
/// the reason. No journey is dropped before its end, so a dropped future needs no cleanup.
pub(crate) struct Asked<'a> {
    world: &'a World,
    id: EffectId,
    switch: Option<&'a Switch>,
}

impl<'a> Asked<'a> {
    /// The same, but only until this switch fires.
    pub fn until(mut self, switch: &'a Switch) -> Self {
        self.switch = Some(switch);
        self
    }
}

impl Future for Asked<'_> {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Answer> {
        self.world.answer_to(self.id, self.switch)
    }
}

/// Waits until something holds.
pub(crate) struct Until<'a> {
    world: &'a World,
    switch: Option<&'a Switch>,
    holds: &'a dyn Fn() -> bool,
}

impl Future for Until<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.switch.is_some_and(Switch::has_fired) || (self.holds)() {
            self.world.note_moved();
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

/// A time that runs out.
pub(crate) struct Deadline {
    world: World,
    id: EffectId,
}

impl Drop for Deadline {
    fn drop(&mut self) {
        if self.world.0.deadlines.take(self.id).is_some() {
            self.world.emit(Effect::End(self.id));
        }
    }
}

/// The result of a lock request.
pub(crate) enum Lock {
    Held(Held),
    Busy,
    Unsupported,
}

/// Waits for a lock.
pub(crate) struct Locking<'a>(Asked<'a>);

impl Future for Locking<'_> {
    type Output = Lock;

    fn poll(mut self: Pin<&mut Self>, polling: &mut Context<'_>) -> Poll<Lock> {
        let Asked { world, id, .. } = self.0;
        Pin::new(&mut self.0).poll(polling).map(|answer| match answer {
            Answer::Lock(LockAnswer::Held) => Lock::Held(Held { world: world.clone(), id }),
            Answer::Lock(LockAnswer::Unsupported) => Lock::Unsupported,
            _ => Lock::Busy,
        })
    }
}

/// A lock that is let go when this is dropped.
pub(crate) struct Held {
    world: World,
    id: EffectId,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.world.emit(Effect::End(self.id));
    }
}
