//! One call of the app: its deadline, its abort, and the session that it began in.

use std::cell::OnceCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{self, Poll};

use crate::context::Context;
use crate::error::{Code, Error, Hint, Step};
use crate::http::{HttpRequest, HttpResponse};
use crate::platform::SendError;
use crate::session::boundary::{Generation, Gone, Start};
use crate::session::kept::Kept;
use crate::world::Deadline;
use crate::world::effect::{Answer, Ask, EffectId, Outcome};
use crate::world::shared::Caller;
use crate::world::switch::{Interruption, Switch};

/// One call of the app, with all the requests it takes; or work that several calls share.
pub(crate) struct Call {
    pub context: Rc<Context>,
    switch: Switch,
    limit_ms: u32,
    deadline: OnceCell<Deadline>,
    /// What it began in.
    pub generation: Generation,
    pub start: Start,
}

impl Call {
    /// A call that this switch aborts.
    pub fn new(context: &Rc<Context>, switch: Switch) -> Rc<Self> {
        Self::within(context, switch, context.settings.timeout_ms)
    }

    /// Work that calls share: it has a switch of its own, and ends with the client.
    pub fn shared(context: &Rc<Context>) -> Rc<Self> {
        Self::new(context, context.calls.new_switch())
    }

    /// A renewal. Nothing can abort it, and its deadline is longer, because only its answer has the next refresh token.
    pub fn renewing(context: &Rc<Context>) -> Rc<Self> {
        Self::within(context, Switch::default(), context.renewal_ms())
    }

    fn within(context: &Rc<Context>, switch: Switch, limit_ms: u32) -> Rc<Self> {
        let (generation, start) = (context.machine().generation(), context.machine().start());
        Rc::new(Self { context: context.clone(), switch, limit_ms, deadline: OnceCell::new(), generation, start })
    }

    /// The switch that aborts it.
    pub fn switch(&self) -> Switch {
        self.switch.clone()
    }

    /// The same switch, for a wait. The first wait starts the call's time; when that is over, the switch fires.
    pub fn limit(&self) -> &Switch {
        self.begin_time();
        &self.switch
    }

    fn begin_time(&self) {
        if self.deadline.get().is_none() {
            let _ = self.deadline.set(self.context.world.deadline(&self.switch, self.limit_ms));
        }
    }

    /// # Errors
    /// `aborted` if the call was aborted, `timeout` if its time is over. The answer that it waited for is then missing.
    pub fn check(&self, step: Step) -> Result<(), Error> {
        match self.switch.why() {
            None => Ok(()),
            Some(Interruption::Aborted) => Err(Error::new(Code::Aborted, step)),
            Some(Interruption::TimedOut) => Err(Error::new(Code::Timeout, step)),
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
        let outcome = work.outcome(&self.context.world, self.limit()).await;
        self.check(step)?;
        outcome.unwrap_or_else(|| Err(Error::new(Code::Aborted, step)))
    }

    /// The session as it stands, for what began in this generation: renewed or not.
    ///
    /// # Errors
    /// `no_session`; `aborted` after a sign-out; `session_expired` where the session has ended otherwise, or is another one.
    pub fn session(&self, generation: Generation, step: Step) -> Result<Kept, Error> {
        self.context.machine().session_of(generation).cloned().map_err(|why| gone(why, step))
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
                _ => return Err(self.unsent(step, lost)),
            }
            self.pause(step, 1).await?;
        }
    }

    fn unsent(&self, step: Step, error: SendError) -> Error {
        match error {
            SendError::Unreachable => {
                let origin = self.context.origin.as_deref().unwrap_or("this page's origin");
                Error::new(Code::Network, step).with_quoted(origin) // CORS is configured by it
            }
            SendError::CutOff(status) => {
                let code = if status >= 500 { Code::ServerError } else { Code::UnexpectedResponse };
                Error::with_status(code, step, status)
            }
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
        let answer = self.call.context.world.answer_to(self.id, Some(&self.call.switch));
        answer.map(|answer| self.call.check(self.step).map(|()| answer))
    }
}

/// The error of a call that a change of the session has ended.
pub(crate) fn gone(why: Gone, step: Step) -> Error {
    match why {
        Gone::NeverThere => Error::new(Code::NoSession, Step::Session),
        Gone::SignedOut => Error::new(Code::Aborted, step),
        Gone::Replaced => Error::new(Code::SessionExpired, Step::Session).with_hint(Hint::OfAnotherSession),
    }
}
