//! Mutual exclusion among the journeys of one client.

use std::cell::Cell;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::world::World;
use crate::world::abort::Abort;

/// One journey at a time.
#[derive(Default)]
pub(crate) struct Mutex(Cell<bool>);

/// Holds the mutex until it is dropped, so also when the journey that has it is.
pub(crate) struct Guard<'a>(&'a Mutex);

impl Mutex {
    /// Waits until it is free. Ready at once where no other journey has it; `None` where the switch fires before.
    pub fn lock<'a>(&'a self, world: &'a World, switch: &'a Abort) -> Locking<'a> {
        Locking { mutex: self, world, switch }
    }
}

/// Waits for the mutex.
pub(crate) struct Locking<'a> {
    mutex: &'a Mutex,
    world: &'a World,
    switch: &'a Abort,
}

impl<'a> Future for Locking<'a> {
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
