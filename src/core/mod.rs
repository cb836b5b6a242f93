//! The core: an [`Event`] goes in, and everything that follows from it at once comes out as [`Effect`]s. It is a function of its
//! events and their times: nothing behind it waits, reads a clock, draws a random number or knows a browser.
//!
//! Whoever drives it does the effects of a step in their order, and then hands it the next event.

use std::rc::Rc;
use std::task::{Context as Polling, Waker};

use crate::core::event::{Call, Event};
use crate::error::Error;
use crate::flow::context::Context;
use crate::flow::{access, guest, login, logout, open, password_reset, passwordless, registration, social, userinfo};
use crate::settings::Settings;
use crate::world::Task;
use crate::world::abort::Abort;
use crate::world::effect::{Effect, Outcome};

pub(crate) mod event;

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
            Event::Called(id, call) => {
                let (abort, running) = (context.calls.switch(id), context.clone());
                context.world.spawn(async move {
                    let end = match run(&running, call, abort).await {
                        Ok(outcome) => Effect::Resolve(id, outcome),
                        Err(error) => Effect::Reject(id, error),
                    };
                    running.world.tell(end);
                });
            }
            Event::Aborted(id) => context.calls.abort(id),
            Event::Answered(id, answer) => context.world.answer(id, answer),
            Event::Heard(text) => context.hear(&text),
            Event::Woke => context.wake(),
            Event::Closed => context.close(),
        }
        self.run();
        self.context.world.take_effects()
    }

    /// Polls everything that is under way until nothing gets any further.
    fn run(&mut self) {
        let world = &self.context.world;
        let mut polling = Polling::from_waker(Waker::noop());
        loop {
            self.tasks.append(&mut world.take_spawned());
            self.tasks.retain_mut(|task| {
                let is_over = task.as_mut().poll(&mut polling).is_ready();
                is_over.then(|| world.ready(())).is_none()
            });
            if !world.take_moved() && !world.has_spawned() {
                return;
            }
        }
    }
}

/// A journey from its call to what it comes to.
async fn run(context: &Rc<Context>, call: Call, abort: Abort) -> Result<Outcome, Error> {
    Ok(match call {
        Call::Open => open::open(context).await.map(|()| Outcome::Nothing)?,
        Call::Login(args) => Outcome::Session(login::login(context, args, abort).await?),
        Call::ContinueAsGuest(uvid) => Outcome::Session(guest::continue_as_guest(context, uvid, abort).await?),
        Call::StartRegistration(args) => Outcome::Registration(registration::start(context, args, abort).await?),
        Call::CompleteRegistration(started, otp) => {
            Outcome::Session(registration::complete(context, started, otp, abort).await?)
        }
        Call::StartPasswordlessLogin(args) => {
            Outcome::PasswordlessLogin(passwordless::start(context, args, abort).await?)
        }
        Call::CompletePasswordlessLogin(started, otp) => {
            Outcome::Session(passwordless::complete(context, started, otp, abort).await?)
        }
        Call::StartPasswordReset(args) => {
            password_reset::start(context, args, abort).await?;
            Outcome::Nothing
        }
        Call::CompletePasswordReset { username, new_password, otp } => {
            password_reset::complete(context, username, new_password, otp, abort).await?;
            Outcome::Nothing
        }
        Call::SocialSignOnUrl(args) => Outcome::Address(social::url(context, args, abort).await?),
        Call::CompleteSocialSignOn(address) => Outcome::Social(social::complete(context, address, abort).await?),
        Call::GetAccessToken(args, began_in) => {
            let began_in = began_in.unwrap_or_else(|| context.keeper.generation());
            Outcome::Token(access::fresh(context, began_in, args, abort).await?)
        }
        Call::UserInfo => Outcome::Claims(userinfo::user_info(context, abort).await?),
        Call::Logout { to_guest } => {
            logout::logout(context, to_guest, abort).await?;
            Outcome::Nothing
        }
    })
}

#[cfg(test)]
mod tests;
