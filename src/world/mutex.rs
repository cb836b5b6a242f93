//! Mutual exclusion among the journeys of one client.

use std::cell::Cell;

use crate::world::World;

/// One journey at a time.
#[derive(Default)]
pub(crate) struct Mutex(Cell<bool>);

/// Holds the mutex until it is dropped, so also when the journey that has it is.
pub(crate) struct Guard<'a>(&'a Mutex);

impl Mutex {
    /// Waits until it is free. Ready at once where no other journey has it; `None` for an interruption.
    pub async fn lock(&self, world: &World) -> Option<Guard<'_>> {
        world.until(|| (!self.0.replace(true)).then(|| Guard(self))).await
    }
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.0.0.set(false);
    }
}
