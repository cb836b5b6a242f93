//! The stores that the core knows by their kind.

use std::future::{Future, poll_fn, ready};
use std::rc::Rc;
use std::task::Poll;

use zeroize::Zeroizing;

use crate::platform::{Boxed, Platform, Slot, Store, StoreError, StoreKind};
use crate::world::effect::Answer;

pub(super) struct Stores<P> {
    platform: P,
    own: Option<Rc<dyn Store>>,
}

impl<P: Platform> Stores<P> {
    pub fn new(platform: P, own: Option<Rc<dyn Store>>) -> Self {
        Self { platform, own }
    }

    pub fn get(&self, Slot { store, key, limit_ms }: Slot) -> Boxed<Answer> {
        self.within(store, limit_ms, value, move |store| async move { store.get(&key).await })
    }

    pub fn set(&self, Slot { store, key, limit_ms }: Slot, value: Zeroizing<String>) -> Boxed<Answer> {
        self.within(store, limit_ms, done, move |store| async move { store.set(&key, &value).await })
    }

    pub fn remove(&self, Slot { store, key, limit_ms }: Slot) -> Boxed<Answer> {
        self.within(store, limit_ms, done, move |store| async move { store.remove(&key).await })
    }

    /// What a store does, or its failure where it takes too long: one of the app's own may never answer.
    fn within<T: 'static, F: Future<Output = Result<T, StoreError>> + 'static>(
        &self,
        kind: StoreKind,
        limit_ms: u32,
        answer: fn(Result<T, StoreError>) -> Answer,
        work: impl FnOnce(Rc<dyn Store>) -> F,
    ) -> Boxed<Answer> {
        let mut work = match self.open(kind) {
            Ok(store) => Box::pin(work(store)),
            Err(error) => return Box::pin(ready(answer(Err(error)))),
        };
        let (platform, mut time) = (self.platform.clone(), None::<Boxed<()>>);
        Box::pin(poll_fn(move |cx| {
            if let Poll::Ready(done) = work.as_mut().poll(cx) {
                return Poll::Ready(answer(done));
            }
            // Most stores answer at once and need no timer.
            let time = time.get_or_insert_with(|| Box::pin(platform.sleep(limit_ms)));
            time.as_mut().poll(cx).map(|()| answer(Err(StoreError)))
        }))
    }

    fn open(&self, kind: StoreKind) -> Result<Rc<dyn Store>, StoreError> {
        match kind {
            StoreKind::Session => self.platform.session_store(),
            StoreKind::Local => self.platform.local_store(),
            StoreKind::Own => self.own.clone().ok_or(StoreError),
        }
    }
}

fn value(outcome: Result<Option<String>, StoreError>) -> Answer {
    outcome.map_or(Answer::Failed, |value| Answer::Value(value.map(|text| Box::new(text.into()))))
}

fn done(outcome: Result<(), StoreError>) -> Answer {
    outcome.map_or(Answer::Failed, |()| Answer::Done)
}
