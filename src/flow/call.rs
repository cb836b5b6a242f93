//! One call of the app: its deadline, its abort, and the session that it began in.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::Poll;

use crate::error::{Code, Error, ServerWords, Step, hint};
use crate::flow::context::Context;
use crate::platform::SendError;
use crate::session::kept::Kept;
use crate::session::machine::{Generation, Gone};
use crate::wire::http::{HttpRequest, HttpResponse};
use crate::world::Asked;
use crate::world::abort::Abort;

/// One call of the app, with all the requests it takes. What is waited for without it knows neither deadline nor abort.
#[must_use]
pub(crate) struct Call {
    pub context: Rc<Context>,
    abort: Abort,
    deadline: Asked,
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
        Self { context: context.clone(), abort, deadline: context.world.sleep(ms), began_in }
    }

    /// The session that this call began in, renewed or not.
    ///
    /// # Errors
    /// `no_session`; `aborted` after a sign-out; `session_expired` where the session has ended otherwise, or is another one.
    pub fn session(&self, step: Step) -> Result<Kept, Error> {
        self.context.keeper.machine().session_of(self.began_in).cloned().map_err(|gone| match gone {
            Gone::NeverThere => Error::new(Code::NoSession, Step::Session),
            Gone::SignedOut => Error::new(Code::Aborted, step),
            Gone::Replaced => Error::new(Code::SessionExpired, Step::Session).with_hint(hint::OF_ANOTHER_SESSION),
        })
    }

    /// Sends a request within the call's time, unless the call is aborted. A `GET` that got lost on the way is sent once more;
    /// nothing else ever is, and what a server answered stands.
    ///
    /// # Errors
    /// `network`, `unexpected_response` for an answer that broke off, `timeout`, `aborted`.
    pub async fn send(&mut self, step: Step, request: HttpRequest) -> Result<Box<HttpResponse>, Error> {
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

    async fn send_once(&mut self, step: Step, request: HttpRequest) -> Result<Box<HttpResponse>, Error> {
        let world = self.context.world.clone();
        self.wait(step, world.send(request)).await?.map_err(|error| unsent(step, error))
    }

    /// Waits for something within the call's time, unless the call is aborted.
    ///
    /// # Errors
    /// `timeout`, `aborted`.
    pub async fn wait<T>(&mut self, step: Step, work: impl Future<Output = T>) -> Result<T, Error> {
        let mut work = pin!(work);
        poll_fn(|cx| {
            if self.abort.has_fired() {
                return self.context.world.ready(Err(Error::new(Code::Aborted, step)));
            }
            match work.as_mut().poll(cx) {
                Poll::Ready(done) => Poll::Ready(Ok(done)),
                Poll::Pending => Pin::new(&mut self.deadline).poll(cx).map(|_| Err(Error::new(Code::Timeout, step))),
            }
        })
        .await
    }

    /// Waits before a request is sent again: between 100 and 355 ms, so that pages that failed together do not come back
    /// together, times `factor`.
    ///
    /// # Errors
    /// As [`Self::wait`].
    pub async fn pause(&mut self, step: Step, factor: u32) -> Result<(), Error> {
        let world = self.context.world.clone();
        let pause = async {
            let random = world.draw().await.and_then(|bytes| bytes.first().copied()).unwrap_or_default();
            world.sleep(u32::from(random).saturating_add(100).saturating_mul(factor)).await;
        };
        self.wait(step, pause).await
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
