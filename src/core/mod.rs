//! The core: an [`Event`] goes in, and everything that follows from it at once comes out as [`Effect`]s. It is a function of its
//! events and their times: nothing behind it waits, reads a clock, draws a random number or knows a browser.
//!
//! Its driver does the effects of a step in their order, and then hands it the next event.

use std::rc::Rc;
use std::task::{Context as Polling, Waker};

use crate::context::Context;
use crate::context::call::Call;
use crate::core::event::Event;
use crate::core::journey::Journey;
use crate::settings::Settings;
use crate::world::Task;
use crate::world::effect::{CallId, Effect};

pub(crate) mod event;
pub(crate) mod journey;

/// One client.
pub(crate) struct Core {
    context: Rc<Context>,
    /// Everything that is under way, in the order in which it began.
    tasks: Vec<Task>,
}

impl Core {
    /// `origin` is the page's; `None` where there is no page.
    pub fn new(settings: Settings, origin: Option<String>) -> Self {
        Self { context: Context::new(settings, origin), tasks: Vec::new() }
    }

    /// Takes one event, at this time of the device's clock, and returns what is to be done.
    pub fn step(&mut self, event: Event, now_ms: u64) -> Vec<Effect> {
        let context = &self.context;
        context.world.set_now_ms(now_ms);
        match event {
            Event::Called(id, journey) => {
                let call = Call::new(context, context.calls.switch_of(id));
                context.world.spawn(run(id, call, journey));
            }
            Event::Aborted(id) => context.calls.abort(id),
            Event::Answered(id, answer) => context.world.answer(id, answer),
            Event::Heard(text) => context.hear(&text),
            Event::Woke => context.wake(),
            Event::Closed => context.close(),
        }
        self.run();
        self.context.tidy();
        self.context.world.take_effects()
    }

    /// Polls everything that is under way until nothing gets any further.
    fn run(&mut self) {
        let world = &self.context.world;
        let mut polling = Polling::from_waker(Waker::noop());
        loop {
            self.tasks.append(&mut world.take_spawned());
            for mut task in std::mem::take(&mut self.tasks) {
                if task.as_mut().poll(&mut polling).is_pending() {
                    self.tasks.push(task);
                } else {
                    world.note_moved();
                }
            }
            if !world.take_moved() && !world.has_spawned() {
                return;
            }
        }
    }
}

/// A call from its beginning to its end.
async fn run(id: CallId, call: Rc<Call>, journey: Journey) {
    let context = call.context.clone();
    let outcome = match call.check(journey.step) {
        Ok(()) => (journey.begin)(call).await,
        Err(error) => Err(error),
    };
    context.world.emit(match outcome {
        Ok(outcome) => Effect::Resolve(id, outcome),
        Err(error) => Effect::Reject(id, error),
    });
}

#[cfg(test)]
mod tests;
