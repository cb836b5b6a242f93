//! One call of the app: its deadline, its abort, and the session that it began in.

use std::cell::OnceCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{self, Poll};

use crate::error::{Code, Error, Hint, ServerWords, Step};
use crate::flow::context::Context;
use crate::http::{HttpRequest, HttpResponse};
use crate::platform::SendError;
use crate::session::kept::Kept;
use crate::session::machine::{Epoch, Generation, Gone};
use crate::world::Deadline;
use crate::world::abort::{Abort, Interruption};
use crate::world::effect::{Answer, Ask, EffectId, Outcome};
use crate::world::shared::Caller;

/// One call of the app, with all the requests it takes; or work that several calls share.
pub(crate) struct Call {
    pub context: Rc<Context>,
    abort: Abort,
    limit_ms: u32,
    deadline: OnceCell<Deadline>,
    /// What it began in.
    pub generation: Generation,
    pub epoch: Epoch,
}

impl Call {
    /// A call that this switch aborts.
    pub fn new(context: &Rc<Context>, abort: Abort) -> Rc<Self> {
        Self::within(context, abort, context.settings.timeout_ms)
    }

    /// Work that calls share: it has a switch of its own, and ends with the client.
    pub fn part(context: &Rc<Context>) -> Rc<Self> {
        Self::new(context, context.calls.add())
    }

    /// A renewal. Nothing can abort it, and its deadline is longer, because only its answer has the next refresh token.
    pub fn renewing(context: &Rc<Context>) -> Rc<Self> {
        Self::within(context, Abort::default(), context.renewal_ms())
    }

    fn within(context: &Rc<Context>, abort: Abort, limit_ms: u32) -> Rc<Self> {
        let (generation, epoch) = (context.machine().generation(), context.machine().epoch());
        Rc::new(Self { context: context.clone(), abort, limit_ms, deadline: OnceCell::new(), generation, epoch })
    }

    /// What aborts it.
    pub fn abort_switch(&self) -> Abort {
        self.abort.clone()
    }

    /// Ends its waits when it is aborted, or when its time is over.
    pub fn switch(&self) -> &Abort {
        self.begin_time();
        &self.abort
    }

    /// Its time begins with its first wait.
    fn begin_time(&self) {
        if self.deadline.get().is_none() {
            let _ = self.deadline.set(self.context.world.deadline(&self.abort, self.limit_ms));
        }
    }

    /// # Errors
    /// `aborted` if the call was aborted, `timeout` if its time is over. The answer that it waited for is then missing.
    pub fn check(&self, step: Step) -> Result<(), Error> {
        match self.abort.why() {
            None => Ok(()),
            Some(Interruption::Aborted) => Err(Error::new(Code::Aborted, step)),
            Some(Interruption::Late) => Err(Error::new(Code::Timeout, step)),
        }
    }

    /// Asks for something, and waits for what it comes to.
    ///
    /// # Errors
    /// `timeout`, `aborted`.
    pub fn ask(&self, step: Step, ask: Ask) -> Waiting<'_> {
        self.begin_time();
        Waiting { call: self, id: self.context.world.begin(ask), step }
    }

    /// Waits for work that this call shares with others.
    ///
    /// # Errors
    /// The work's own; `timeout`, `aborted`.
    pub async fn join(&self, step: Step, work: Caller) -> Result<Outcome, Error> {
        let outcome = work.outcome(&self.context.world, self.switch()).await;
        self.check(step)?;
        outcome.unwrap_or_else(|| Err(Error::new(Code::Aborted, step)))
    }

    /// The session as it stands, for what began in this generation: renewed or not.
    ///
    /// # Errors
    /// `no_session`; `aborted` after a sign-out; `session_expired` where the session has ended otherwise, or is another one.
    pub fn session(&self, generation: Generation, step: Step) -> Result<Kept, Error> {
        self.context.machine().session_of(generation).cloned().map_err(|gone| match gone {
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
    pub async fn send(&self, step: Step, mut request: Box<HttpRequest>) -> Result<Box<HttpResponse>, Error> {
        let mut repetition = request.repetition();
        loop {
            let lost = match self.ask(step, Ask::Send(request)).await?.response() {
                Ok(response) => return Ok(response),
                Err(lost) => lost,
            };
            match repetition.take() {
                Some(again) if lost == SendError::Unreachable => request = again,
                _ => return Err(unsent(step, lost)),
            }
            self.pause(step, 1).await?;
        }
    }

    /// Waits before a request is sent again: between 100 and 355 ms, so that pages that failed together do not come back
    /// together, times `factor`.
    ///
    /// # Errors
    /// `timeout`, `aborted`.
    pub async fn pause(&self, step: Step, factor: u32) -> Result<(), Error> {
        let random = self.ask(step, Ask::Draw).await?.drawn().ok().and_then(|bytes| bytes.first().copied());
        let ms = u32::from(random.unwrap_or_default()).saturating_add(100).saturating_mul(factor);
        self.ask(step, Ask::Sleep(ms)).await.map(drop)
    }

    /// Asks for 32 unpredictable bytes.
    pub fn draw(&self) -> Waiting<'_> {
        self.ask(Step::Authorize, Ask::Draw)
    }
}

/// What a call waits for.
pub(crate) struct Waiting<'a> {
    call: &'a Call,
    id: EffectId,
    step: Step,
}

impl Future for Waiting<'_> {
    /// # Errors
    /// `timeout`, `aborted`.
    type Output = Result<Answer, Error>;

    fn poll(self: Pin<&mut Self>, _: &mut task::Context<'_>) -> Poll<Self::Output> {
        let answer = self.call.context.world.answer_to(self.id, Some(&self.call.abort));
        answer.map(|answer| self.call.check(self.step).map(|()| answer))
    }
}

fn unsent(step: Step, error: SendError) -> Error {
    match error {
        SendError::Unreachable => Error::new(Code::Network, step),
        SendError::CutOff(status) => {
            let code = if status >= 500 { Code::ServerError } else { Code::UnexpectedResponse };
            Error::answered(code, step, Some(status), ServerWords::default())
        }
    }
}
