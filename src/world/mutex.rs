//! Mutual exclusion among the journeys of one client.

use std::cell::Cell;

use crate::world::World;
use crate::world::abort::Abort;

/// One journey at a time.
#[derive(Default)]
pub(crate) struct Mutex(Cell<bool>);

/// Holds the mutex until it is dropped, so also when the journey that has it is.
pub(crate) struct Guard<'a>(&'a Mutex);

impl Mutex {
    /// Waits until it is free. Ready at once where no other journey has it; `None` where the switch fires before.
    pub async fn lock(&self, world: &World, switch: &Abort) -> Option<Guard<'_>> {
        world.until(Some(switch), &|| !self.0.replace(true)).await;
        (!switch.has_fired()).then(|| Guard(self))
    }
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.0.0.set(false);
    }
}
