//! One call of the app: its deadline, its abort, and the session that it began in.

use std::rc::Rc;

use crate::error::{Code, Error, Hint, ServerWords, Step};
use crate::flow::context::Context;
use crate::platform::SendError;
use crate::session::kept::Kept;
use crate::session::machine::{Generation, Gone};
use crate::wire::http::{HttpRequest, HttpResponse};
use crate::world::abort::{Abort, Interruption};
use crate::world::{Deadline, World};

/// One call of the app, with all the requests it takes.
#[must_use]
pub(crate) struct Call {
    pub context: Rc<Context>,
    /// The client's world, with waits that end when the call is aborted or its time is over. What is waited for by another one
    /// knows neither.
    pub world: World,
    abort: Abort,
    _deadline: Deadline,
    began_in: Generation,
}

impl Call {
    /// Begins a call whose first step is `step`.
    ///
    /// # Errors
    /// `aborted` where the switch has fired or the client is closed.
    pub fn begin(context: &Rc<Context>, step: Step, abort: Abort) -> Result<Self, Error> {
        Self::resume(context, step, abort, context.keeper.generation())
    }

    /// The same for a part of a call that began in this generation.
    pub fn resume(context: &Rc<Context>, step: Step, abort: Abort, began_in: Generation) -> Result<Self, Error> {
        if !context.calls.add(&abort) || abort.has_fired() {
            return Err(Error::new(Code::Aborted, step));
        }
        Ok(Self::new(context, abort, context.settings.timeout_ms, began_in))
    }

    /// The call of a renewal. No caller can abort it, and its deadline is longer, because only this answer has the next refresh
    /// token.
    pub fn renewing(context: &Rc<Context>) -> Self {
        Self::new(context, Abort::default(), context.renewal_ms(), context.keeper.generation())
    }

    fn new(context: &Rc<Context>, abort: Abort, ms: u32, began_in: Generation) -> Self {
        let world = context.world.until_fired(&abort);
        Self { context: context.clone(), _deadline: world.deadline(&abort, ms), world, abort, began_in }
    }

    /// What work of this call has come to. What it came to because it was interrupted is none of it.
    ///
    /// # Errors
    /// `timeout`, `aborted`.
    pub fn unless_interrupted<T>(&self, step: Step, outcome: T) -> Result<T, Error> {
        match self.abort.why() {
            None => Ok(outcome),
            Some(Interruption::Aborted) => Err(Error::new(Code::Aborted, step)),
            Some(Interruption::Late) => Err(Error::new(Code::Timeout, step)),
        }
    }

    /// What work has come to that this call shares with others.
    ///
    /// # Errors
    /// The work's own; `timeout`, `aborted`.
    pub fn joined<T>(&self, step: Step, outcome: Option<Result<T, Error>>) -> Result<T, Error> {
        self.unless_interrupted(step, outcome)?.unwrap_or_else(|| Err(Error::new(Code::Aborted, step)))
    }

    /// The session that this call began in, renewed or not.
    ///
    /// # Errors
    /// `no_session`; `aborted` after a sign-out; `session_expired` where the session has ended otherwise, or is another one.
    pub fn session(&self, step: Step) -> Result<Kept, Error> {
        self.context.keeper.machine().session_of(self.began_in).cloned().map_err(|gone| match gone {
            Gone::NeverThere => Error::new(Code::NoSession, Step::Session),
            Gone::SignedOut => Error::new(Code::Aborted, step),
            Gone::Replaced => Error::new(Code::SessionExpired, Step::Session).with_hint(Hint::OfAnotherSession),
        })
    }

    /// Sends a request within the call's time, unless the call is aborted. A `GET` that got lost on the way is sent once more;
    /// nothing else ever is, and what a server answered stands.
    ///
    /// # Errors
    /// `network`, `unexpected_response` for an answer that broke off, `timeout`, `aborted`.
    pub async fn send(&self, step: Step, request: HttpRequest) -> Result<Box<HttpResponse>, Error> {
        let repetition = request.repetition();
        let outcome = self.send_once(step, request).await;
        let is_lost = outcome.as_ref().is_err_and(|error| error.code() == Code::Network);
        match repetition.filter(|_| is_lost) {
            None => outcome,
            Some(request) => {
                self.pause(step, 1).await?;
                self.send_once(step, request).await
            }
        }
    }

    async fn send_once(&self, step: Step, request: HttpRequest) -> Result<Box<HttpResponse>, Error> {
        let outcome = self.world.send(request).await;
        self.unless_interrupted(step, outcome)?.map_err(|error| unsent(step, error))
    }

    /// Waits before a request is sent again: between 100 and 355 ms, so that pages that failed together do not come back
    /// together, times `factor`.
    ///
    /// # Errors
    /// `timeout`, `aborted`.
    pub async fn pause(&self, step: Step, factor: u32) -> Result<(), Error> {
        let random = self.world.draw().await.and_then(|bytes| bytes.first().copied()).unwrap_or_default();
        self.world.sleep(u32::from(random).saturating_add(100).saturating_mul(factor)).await;
        self.unless_interrupted(step, ())
    }
}

fn unsent(step: Step, error: SendError) -> Error {
    match error {
        SendError::Unreachable => Error::new(Code::Network, step),
        SendError::CutOff(status @ 500..) => {
            Error::answered(Code::ServerError, step, Some(status), ServerWords::default())
        }
        SendError::CutOff(status) => {
            Error::answered(Code::UnexpectedResponse, step, Some(status), ServerWords::default())
        }
    }
}
