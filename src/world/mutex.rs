//! Mutual exclusion among the journeys of one client.

use std::cell::Cell;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::world::World;
use crate::world::switch::Switch;

/// One journey at a time.
#[derive(Default)]
pub(crate) struct Mutex(Cell<bool>);

/// Holds the mutex until it is dropped, so also when the journey that has it is.
pub(crate) struct Guard<'a>(&'a Mutex);

impl Mutex {
    /// Waits until it is free. Ready at once where no other journey has it; `None` where the switch fires before.
    pub fn lock<'a>(&'a self, world: &'a World, switch: &'a Switch) -> LockFuture<'a> {
        LockFuture { mutex: self, world, switch }
    }
}

/// Waits for the mutex.
pub(crate) struct LockFuture<'a> {
    mutex: &'a Mutex,
    world: &'a World,
    switch: &'a Switch,
}

impl<'a> Future for LockFuture<'a> {
    type Output = Option<Guard<'a>>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        let has_fired = self.switch.has_fired();
        if !has_fired && self.mutex.0.replace(true) {
            return Poll::Pending;
        }
        self.world.note_moved();
        Poll::Ready((!has_fired).then(|| Guard(self.mutex)))
    }
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.0.0.set(false);
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::Waker;

    use super::*;
    use crate::world::switch::Interruption;

    fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn one_has_it_until_its_guard_is_dropped() {
        let (world, mutex, switch) = (World::default(), Mutex::default(), Switch::default());
        let Poll::Ready(Some(first)) = poll(pin!(mutex.lock(&world, &switch))) else { panic!("it is free") };
        let mut second = pin!(mutex.lock(&world, &switch));
        assert!(poll(second.as_mut()).is_pending());
        drop(first);
        assert!(matches!(poll(second), Poll::Ready(Some(_))));
    }

    #[test]
    fn whoever_gives_up_does_not_take_it() {
        let (world, mutex, switch, given_up) =
            (World::default(), Mutex::default(), Switch::default(), Switch::default());
        given_up.fire(Interruption::Aborted);
        assert!(matches!(poll(pin!(mutex.lock(&world, &given_up))), Poll::Ready(None)));
        assert!(matches!(poll(pin!(mutex.lock(&world, &switch))), Poll::Ready(Some(_))));
    }

    #[test]
    fn whoever_gets_no_further_does_not_say_so() {
        let (world, mutex, switch) = (World::default(), Mutex::default(), Switch::default());
        let first = poll(pin!(mutex.lock(&world, &switch)));
        assert!(world.take_moved());
        assert!(poll(pin!(mutex.lock(&world, &switch))).is_pending());
        assert!(!world.take_moved(), "or the core would poll for ever");
        drop(first);
    }
}
