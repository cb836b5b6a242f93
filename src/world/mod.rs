//! What a journey waits for. A journey is an async function that awaits one leaf: [`World::ask`] makes an effect known, and is
//! ready when its answer has come, or when the call's [`Abort`] has fired. So nothing ever waits for one of two things, and a
//! journey that is given up returns like any other. Nothing wakes anybody: after each event every journey is polled until none gets
//! any further.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use zeroize::Zeroizing;

use crate::platform::{LockMode, SendError, StoreError, StoreKind};
use crate::rsa_key::RsaKey;
use crate::wire::http::{HttpRequest, HttpResponse};
use crate::world::abort::{Abort, Interruption};
use crate::world::effect::{Answer, Effect, EffectId, LockAnswer};

pub(crate) mod abort;
pub(crate) mod effect;
pub(crate) mod mutex;
pub(crate) mod shared;

/// A journey, or other work, from its first poll to its end.
pub(crate) type Task = Pin<Box<dyn Future<Output = ()>>>;

/// One client's side of the boundary: effects go out, answers come in. Clones are the same; one that was made by
/// [`Self::until_fired`] ends its waits with a switch.
#[derive(Clone, Default)]
pub(crate) struct World {
    state: Rc<State>,
    abort: Option<Abort>,
}

#[derive(Default)]
struct State {
    now_ms: Cell<u64>,
    last_id: Cell<u32>,
    effects: RefCell<Vec<Effect>>,
    /// Of those effects that somebody waits for, the answers that have come. A handful at most.
    answers: RefCell<Vec<(EffectId, Option<Answer>)>>,
    deadlines: RefCell<Vec<(EffectId, Abort)>>,
    /// Work that nobody has polled yet.
    spawned: RefCell<Vec<Task>>,
    /// Whether something that was waited for has come.
    has_moved: Cell<bool>,
}

/// What the core does with it.
impl World {
    pub fn set_now_ms(&self, now_ms: u64) {
        self.state.now_ms.set(now_ms);
    }

    /// Hands an answer to whoever waits for it.
    pub fn answer(&self, id: EffectId, answer: Answer) {
        if let Some((_, slot)) = self.state.answers.borrow_mut().iter_mut().find(|(of, _)| *of == id) {
            *slot = Some(answer);
        }
        let mut deadlines = self.state.deadlines.borrow_mut();
        if let Some(position) = deadlines.iter().position(|(of, _)| *of == id) {
            deadlines.swap_remove(position).1.fire(Interruption::Late);
        }
    }

    pub fn take_spawned(&self) -> Vec<Task> {
        self.state.spawned.take()
    }

    pub fn has_spawned(&self) -> bool {
        !self.state.spawned.borrow().is_empty()
    }

    pub fn take_effects(&self) -> Vec<Effect> {
        self.state.effects.take()
    }

    /// Whether anything was ready since this was asked last.
    pub fn take_moved(&self) -> bool {
        self.state.has_moved.take()
    }

    /// [`Poll::Ready`], noted: others may get further by what follows from it.
    pub fn ready<T>(&self, value: T) -> Poll<T> {
        self.state.has_moved.set(true);
        Poll::Ready(value)
    }
}

/// What journeys do with it. A wait that was interrupted comes to nothing: its effect has failed, and [`Abort::why`] says why.
impl World {
    /// The same world, with waits that end when this switch fires.
    pub fn until_fired(&self, abort: &Abort) -> Self {
        Self { state: self.state.clone(), abort: Some(abort.clone()) }
    }

    fn is_interrupted(&self) -> bool {
        self.abort.as_ref().is_some_and(Abort::has_fired)
    }

    /// Fires a switch after so many milliseconds, unless what this returns is dropped before.
    pub fn deadline(&self, abort: &Abort, ms: u32) -> Deadline {
        let id = self.next_id();
        self.state.deadlines.borrow_mut().push((id, abort.clone()));
        self.tell(Effect::Sleep(id, ms));
        Deadline { world: self.clone(), id }
    }

    /// The device's clock, as it was when the present event happened.
    pub fn now_ms(&self) -> u64 {
        self.state.now_ms.get()
    }

    /// Makes an effect known that has no answer.
    pub fn tell(&self, effect: Effect) {
        self.state.effects.borrow_mut().push(effect);
    }

    pub fn next_id(&self) -> EffectId {
        self.state.last_id.set(self.state.last_id.get().wrapping_add(1));
        EffectId(self.state.last_id.get())
    }

    /// Makes an effect known, and waits for its answer. Dropping the future ends the effect.
    pub fn ask(&self, id: EffectId, effect: Effect) -> Asked {
        self.state.answers.borrow_mut().push((id, None));
        self.tell(effect);
        Asked { world: self.clone(), id }
    }

    /// Waits until there is a value: for what another journey of this client brings about. `None` for an interruption.
    pub async fn until<T>(&self, mut value: impl FnMut() -> Option<T>) -> Option<T> {
        poll_fn(|_| match value() {
            _ if self.is_interrupted() => self.ready(None),
            None => Poll::Pending,
            value => self.ready(value),
        })
        .await
    }

    /// Has work done that nobody waits for.
    pub fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.state.spawned.borrow_mut().push(Box::pin(task));
    }

    pub async fn send(&self, request: HttpRequest) -> Result<Box<HttpResponse>, SendError> {
        let id = self.next_id();
        match self.ask(id, Effect::Send(id, request)).await {
            Answer::Response(response) => response,
            _ => Err(SendError::Unreachable),
        }
    }

    pub async fn sleep(&self, ms: u32) {
        let id = self.next_id();
        self.ask(id, Effect::Sleep(id, ms)).await;
    }

    pub async fn get(&self, store: StoreKind, key: &str, limit_ms: u32) -> Result<Option<String>, StoreError> {
        let id = self.next_id();
        match self.ask(id, Effect::Get { id, store, key: key.to_owned(), limit_ms }).await {
            Answer::Value(value) => value,
            _ => Err(StoreError),
        }
    }

    pub async fn set(&self, store: StoreKind, key: &str, value: &str, limit_ms: u32) -> Result<(), StoreError> {
        let (id, key, value) = (self.next_id(), key.to_owned(), value.to_owned().into());
        done(self.ask(id, Effect::Set { id, store, key, value, limit_ms }).await)
    }

    pub async fn remove(&self, store: StoreKind, key: &str, limit_ms: u32) -> Result<(), StoreError> {
        let id = self.next_id();
        done(self.ask(id, Effect::Remove { id, store, key: key.to_owned(), limit_ms }).await)
    }

    pub async fn lock(&self, name: &str, mode: LockMode) -> Lock {
        let id = self.next_id();
        match self.ask(id, Effect::Lock { id, name: name.to_owned(), mode }).await {
            Answer::Lock(LockAnswer::Held) => Lock::Held(Held { world: self.clone(), id }),
            Answer::Lock(LockAnswer::Unsupported) => Lock::Unsupported,
            _ => Lock::Busy,
        }
    }

    pub async fn verify(&self, key: RsaKey, message: &[u8], signature: &[u8]) -> Option<bool> {
        let (id, message, signature) = (self.next_id(), message.to_owned(), signature.to_owned());
        match self.ask(id, Effect::Verify { id, key, message, signature }).await {
            Answer::Verified(is_good) => is_good,
            _ => None,
        }
    }

    /// 32 bytes that nobody can guess; `None` where there is no source of them.
    pub async fn draw(&self) -> Option<Zeroizing<[u8; 32]>> {
        let id = self.next_id();
        match self.ask(id, Effect::Draw(id)).await {
            Answer::Drawn(bytes) => bytes,
            _ => None,
        }
    }
}

/// What a store came to that was asked to keep something or to remove it.
pub(crate) fn done(answer: Answer) -> Result<(), StoreError> {
    if let Answer::Done(outcome) = answer { outcome } else { Err(StoreError) }
}

/// Waits for the answer to an effect.
pub(crate) struct Asked {
    world: World,
    id: EffectId,
}

impl Future for Asked {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Answer> {
        if self.world.is_interrupted() {
            return self.world.ready(Answer::Interrupted);
        }
        let mut answers = self.world.state.answers.borrow_mut();
        let position = answers.iter().position(|(of, answer)| *of == self.id && answer.is_some());
        let answer = position.and_then(|position| answers.swap_remove(position).1);
        answer.map_or(Poll::Pending, |answer| self.world.ready(answer))
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        let mut answers = self.world.state.answers.borrow_mut();
        if let Some(position) = answers.iter().position(|(of, _)| *of == self.id) {
            answers.swap_remove(position);
            self.world.tell(Effect::End(self.id));
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
        let mut deadlines = self.world.state.deadlines.borrow_mut();
        if let Some(position) = deadlines.iter().position(|(of, _)| *of == self.id) {
            deadlines.swap_remove(position);
            self.world.tell(Effect::End(self.id));
        }
    }
}

/// What came of asking for a lock.
pub(crate) enum Lock {
    Held(Held),
    Busy,
    Unsupported,
}

/// A lock that is let go when this is dropped.
pub(crate) struct Held {
    world: World,
    id: EffectId,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.world.tell(Effect::End(self.id));
    }
}
