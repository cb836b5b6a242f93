//! What a journey waits for. A journey is an async function that awaits one leaf: [`World::ask`] makes an effect known, and is
//! ready when its answer has come. Nothing wakes anybody: after each event every journey is polled until none gets any further.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use zeroize::Zeroizing;

use crate::platform::{LockMode, SendError, StoreError, StoreKind};
use crate::rsa_key::RsaKey;
use crate::wire::http::{HttpRequest, HttpResponse};
use crate::world::effect::{Answer, Effect, EffectId, LockAnswer};

pub(crate) mod abort;
pub(crate) mod effect;
pub(crate) mod mutex;
pub(crate) mod shared;

/// A journey, or other work, from its first poll to its end.
pub(crate) type Task = Pin<Box<dyn Future<Output = ()>>>;

/// One client's side of the boundary: effects go out, answers come in. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct World(Rc<State>);

#[derive(Default)]
struct State {
    now_ms: Cell<u64>,
    last_id: Cell<u32>,
    effects: RefCell<Vec<Effect>>,
    /// Of those effects that somebody waits for, the answers that have come. A handful at most.
    answers: RefCell<Vec<(EffectId, Option<Answer>)>>,
    /// Work that nobody has polled yet.
    spawned: RefCell<Vec<Task>>,
    /// Whether something that was waited for has come.
    has_moved: Cell<bool>,
}

impl World {
    /// The device's clock, as it was when the present event happened.
    pub fn now_ms(&self) -> u64 {
        self.0.now_ms.get()
    }

    pub fn set_now_ms(&self, now_ms: u64) {
        self.0.now_ms.set(now_ms);
    }

    /// Makes an effect known that has no answer.
    pub fn tell(&self, effect: Effect) {
        self.0.effects.borrow_mut().push(effect);
    }

    /// Makes an effect known, and waits for its answer. Dropping the future ends the effect.
    pub fn ask(&self, effect: impl FnOnce(EffectId) -> Effect) -> Asked {
        let id = EffectId(self.0.last_id.get().wrapping_add(1));
        self.0.last_id.set(id.0);
        self.0.answers.borrow_mut().push((id, None));
        self.tell(effect(id));
        Asked { world: self.clone(), id }
    }

    /// Hands an answer to whoever waits for it.
    pub fn answer(&self, id: EffectId, answer: Answer) {
        if let Some((_, slot)) = self.0.answers.borrow_mut().iter_mut().find(|(of, _)| *of == id) {
            *slot = Some(answer);
        }
    }

    /// Takes the answer, if it has come.
    fn take(&self, id: EffectId) -> Option<Answer> {
        let mut answers = self.0.answers.borrow_mut();
        let position = answers.iter().position(|(of, answer)| *of == id && answer.is_some())?;
        answers.swap_remove(position).1
    }

    /// Waits for it no more. Whether it was still to come.
    fn forget(&self, id: EffectId) -> bool {
        let mut answers = self.0.answers.borrow_mut();
        let waiting = answers.iter().position(|(of, _)| *of == id);
        waiting.map(|position| answers.swap_remove(position)).is_some()
    }

    /// Waits until there is a value: for what another journey of this client brings about.
    pub async fn until<T>(&self, mut value: impl FnMut() -> Option<T>) -> T {
        poll_fn(|_| value().map_or(Poll::Pending, |value| self.ready(value))).await
    }

    /// [`Poll::Ready`], noted: others may get further by what follows from it.
    pub fn ready<T>(&self, value: T) -> Poll<T> {
        self.0.has_moved.set(true);
        Poll::Ready(value)
    }

    /// Has work done that nobody waits for.
    pub fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.0.spawned.borrow_mut().push(Box::pin(task));
    }

    /// Has work done whatever becomes of the caller, who may wait for what it comes to.
    pub fn detach(&self, work: impl Future<Output = ()> + 'static) -> Task {
        let (world, is_over) = (self.clone(), Rc::new(Cell::new(false)));
        let ending = is_over.clone();
        self.spawn(async move {
            work.await;
            ending.set(true);
        });
        Box::pin(async move { world.until(|| is_over.get().then_some(())).await })
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

    pub async fn send(&self, request: HttpRequest) -> Result<Box<HttpResponse>, SendError> {
        match self.ask(|id| Effect::Send(id, request)).await {
            Answer::Response(response) => response,
            _ => Err(SendError::Unreachable),
        }
    }

    pub fn sleep(&self, ms: u32) -> Asked {
        self.ask(|id| Effect::Sleep(id, ms))
    }

    pub async fn get(&self, store: StoreKind, key: &str, limit_ms: u32) -> Result<Option<String>, StoreError> {
        match self.ask(|id| Effect::Get { id, store, key: key.to_owned(), limit_ms }).await {
            Answer::Value(value) => value,
            _ => Err(StoreError),
        }
    }

    /// Makes an effect known that a store does.
    pub fn done(&self, effect: impl FnOnce(EffectId) -> Effect) -> Done {
        Done(self.ask(effect))
    }

    pub async fn set(&self, store: StoreKind, key: &str, value: &str, limit_ms: u32) -> Result<(), StoreError> {
        let value = value.to_owned().into();
        self.done(|id| Effect::Set { id, store, key: key.to_owned(), value, limit_ms }).await
    }

    pub async fn remove(&self, store: StoreKind, key: &str, limit_ms: u32) -> Result<(), StoreError> {
        self.done(|id| Effect::Remove { id, store, key: key.to_owned(), limit_ms }).await
    }

    pub async fn lock(&self, name: &str, mode: LockMode) -> Lock {
        let asked = self.ask(|id| Effect::Lock { id, name: name.to_owned(), mode });
        let id = asked.id;
        match asked.await {
            Answer::Lock(LockAnswer::Held) => Lock::Held(Held { world: self.clone(), id }),
            Answer::Lock(LockAnswer::Busy) => Lock::Busy,
            _ => Lock::Unsupported,
        }
    }

    pub async fn verify(&self, key: RsaKey, message: &[u8], signature: &[u8]) -> Option<bool> {
        let (message, signature) = (message.to_owned(), signature.to_owned());
        match self.ask(|id| Effect::Verify { id, key, message, signature }).await {
            Answer::Verified(is_good) => is_good,
            _ => None,
        }
    }

    /// 32 bytes that nobody can guess; `None` where there is no source of them.
    pub async fn draw(&self) -> Option<Zeroizing<[u8; 32]>> {
        match self.ask(Effect::Draw).await {
            Answer::Drawn(bytes) => bytes,
            _ => None,
        }
    }
}

/// Waits for the answer to an effect.
pub(crate) struct Asked {
    world: World,
    id: EffectId,
}

impl Future for Asked {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Answer> {
        self.world.take(self.id).map_or(Poll::Pending, |answer| self.world.ready(answer))
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        if self.world.forget(self.id) {
            self.world.tell(Effect::End(self.id));
        }
    }
}

/// Waits for what a store does.
pub(crate) struct Done(Asked);

impl Future for Done {
    type Output = Result<(), StoreError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0)
            .poll(cx)
            .map(|answer| if let Answer::Done(outcome) = answer { outcome } else { Err(StoreError) })
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
