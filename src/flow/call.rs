//! What every journey runs in: a client's settings and session, and one call's deadline and abort.

use std::any::Any;
use std::cell::RefCell;
use std::future::{Future, pending, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{self, Poll};

use crate::abort::{Abort, Calls};
use crate::boxed::Boxed;
use crate::config::{Config, LONGEST_TIMER_MS, Settings, Storage};
use crate::error::{Code, Error, ServerWords, Step, hint};
use crate::flow::renew::Renewals;
use crate::flow::shared::Shared;
use crate::flow::signature::Keys;
use crate::flow::social::SocialSession;
use crate::flow::turn::PROPAGATION_MS;
use crate::oneshot::Receiver;
use crate::platform::{Platform, SendError, StoreError};
use crate::queue::Queue;
use crate::session::facts::Session;
use crate::session::keeper::{Epoch, Generation, Gone, Keeper, Kept};
use crate::session::vault::{Reach, Vault};
use crate::wire::http::{HttpRequest, HttpResponse};
use crate::wire::revoke;

/// One client: its settings, its session, and the world it runs in.
pub(crate) struct Context<P> {
    pub settings: Rc<Settings>,
    pub keeper: Keeper,
    pub platform: P,
    pub calls: Calls,
    pub renewals: Renewals,
    pub keys: Keys,
    /// A return from a social sign-on, by the address that the page came back to.
    pub arriving: Shared<(Epoch, String), Result<SocialSession, Error>>,
    /// A visitor's session under way for a caller who brought no id.
    pub visiting: Shared<Epoch, Result<Rc<Session>, Error>>,
    /// Those who read and write what a social sign-on leaves behind.
    pub leaving: Queue,
    /// Has this tab look again when it comes back to the front.
    waking: RefCell<Option<Box<dyn Any>>>,
}

impl<P: Platform> Context<P> {
    /// A client with what its store has.
    ///
    /// # Errors
    /// `invalid_config`; `storage` where the chosen store cannot be used at all.
    pub async fn open(config: Config, platform: P) -> Result<Rc<Self>, Error> {
        let settings = Rc::new(Settings::check(config)?);
        let unusable = |_: StoreError| Error::new(Code::Storage, Step::Storage);
        if matches!(settings.storage, Storage::Session | Storage::Local) && platform.origin().is_none() {
            return Err(Error::new(Code::Storage, Step::Storage).with_hint(hint::ON_A_SERVER));
        }
        let (store, reach) = match &settings.storage {
            Storage::Memory => (None, Reach::Client),
            Storage::Session => (Some(platform.session_store().map_err(unusable)?), Reach::Tab),
            Storage::Local => (Some(platform.local_store().map_err(unusable)?), Reach::Origin),
            Storage::Custom(store) => (Some(store.clone()), Reach::Origin),
        };
        let (clock, timer, timeout_ms) = (platform.clone(), platform.clone(), settings.timeout_ms);
        let vault = Vault::new(
            settings.clone(),
            Box::new(move || clock.now_ms()),
            Box::new(move || Box::pin(timer.sleep(timeout_ms))),
            store,
            reach,
        );
        let context = Rc::new(Self {
            settings,
            keeper: Keeper::new(vault),
            platform,
            calls: Calls::default(),
            renewals: Renewals::for_good(),
            keys: Keys::default(),
            arriving: Shared::for_callers(),
            visiting: Shared::for_callers(),
            leaving: Queue::default(),
            waking: RefCell::default(),
        });
        if matches!(context.settings.storage, Storage::Session | Storage::Local) {
            context.keeper.vault().probe().await.map_err(unusable)?;
        }
        if reach != Reach::Client {
            context.look_on_waking();
        }
        if reach == Reach::Origin {
            // Before the store is read: what changes meanwhile is heard of then.
            context.join_the_other_tabs();
        }
        context.keeper.look().await.map_err(unusable)?;
        if reach == Reach::Origin {
            context.look_soon();
        }
        Ok(context)
    }

    fn look_on_waking(self: &Rc<Self>) {
        // Weak: the browser holds the listener, and it must not hold the client.
        let waking = Rc::downgrade(self);
        let wake = move || {
            if let Some(context) = waking.upgrade() {
                let platform = context.platform.clone();
                platform.spawn(async move { context.keeper.wake().await });
            }
        };
        self.waking.replace(Some(self.platform.on_wake(Rc::new(wake))));
    }

    fn join_the_other_tabs(self: &Rc<Self>) {
        let hearing = Rc::downgrade(self);
        let hear = move |text: String| {
            if let Some(context) = hearing.upgrade()
                && let Some(record) = context.keeper.vault().parse(&text)
            {
                let platform = context.platform.clone();
                platform.spawn(async move {
                    let Some(crossing) = context.keeper.hear(record).await else { return };
                    context.end_unused(crossing.lost);
                    if context.states_arrive().await {
                        context.keeper.mend().await;
                    }
                });
            }
        };
        let channel = self.platform.channel(&self.settings.storage_key(), Rc::new(hear));
        self.keeper.vault().connect(channel);
    }

    /// What another tab did just before this one joined was told to those that were there, and may not have been in the store
    /// yet: a second look finds it. A state of this tab's own began after that.
    fn look_soon(self: &Rc<Self>) {
        let context = self.clone();
        self.platform.spawn(async move {
            if context.states_arrive().await && !context.keeper.vault().is_own() {
                context.keeper.wake().await;
            }
        });
    }

    /// Waits until what other tabs have written can be seen by all. `false` where the client is closed meanwhile.
    async fn states_arrive(self: &Rc<Self>) -> bool {
        let abort = Abort::default();
        if !self.calls.add(&abort) {
            return false;
        }
        let waited = self.call(abort, PROPAGATION_MS).wait(Step::Storage, pending::<()>()).await;
        waited.is_err_and(|error| error.code() == Code::Timeout)
    }

    /// Begins a call whose first step is `step`.
    ///
    /// # Errors
    /// `aborted` where the switch has fired or the client is closed.
    pub fn begin(self: &Rc<Self>, step: Step, abort: Abort) -> Result<Call<P>, Error> {
        if !self.calls.add(&abort) || abort.has_fired() {
            return Err(Error::new(Code::Aborted, step));
        }
        Ok(self.call(abort, self.settings.timeout_ms))
    }

    /// The same for a call that began earlier than this part of it.
    pub fn resume(self: &Rc<Self>, step: Step, abort: Abort, began_in: Generation) -> Result<Call<P>, Error> {
        self.begin(step, abort).map(|call| Call { began_in, ..call })
    }

    /// The call of a renewal. It is nobody's, so nobody ends it, and it has time enough for an answer that a caller would not
    /// wait for: once a rotating site has taken the refresh token, only that answer has the next one.
    pub fn renewing(self: &Rc<Self>) -> Call<P> {
        self.call(Abort::default(), self.renewal_ms())
    }

    /// How long a renewal may take at most.
    pub fn renewal_ms(&self) -> u32 {
        self.settings.timeout_ms.saturating_mul(4).min(LONGEST_TIMER_MS)
    }

    fn call(self: &Rc<Self>, abort: Abort, ms: u32) -> Call<P> {
        let deadline = Box::pin(self.platform.sleep(ms));
        Call { context: self.clone(), abort, deadline, began_in: self.keeper.generation() }
    }

    /// Waits for something for so long at most. `None` when the time is over; the work is then dropped.
    pub async fn within<T>(&self, ms: u32, work: impl Future<Output = T>) -> Option<T> {
        let (mut work, mut time) = (pin!(work), pin!(self.platform.sleep(ms)));
        poll_fn(|cx| match work.as_mut().poll(cx) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending => time.as_mut().poll(cx).map(|()| None),
        })
        .await
    }

    /// Runs work to its end whatever becomes of the caller, who may wait for what it comes to.
    pub fn detach<T: 'static>(&self, work: Boxed<'static, T>) -> Boxed<'static, T> {
        let receiver = Receiver::new();
        let sender = receiver.sender();
        self.platform.spawn(async move { sender.send(work.await) });
        Box::pin(receiver.receive())
    }

    /// Revokes a token that nobody will use again, whatever comes of it. No caller can cut the request.
    pub fn revoke(self: &Rc<Self>, token: &str) -> Boxed<'static, ()> {
        let (context, request) = (self.clone(), revoke::request(&self.settings, token));
        self.detach(Box::pin(async move { drop(context.platform.send(request).await) }))
    }

    /// Revokes the refresh token of a session that nobody will use.
    pub fn end_unused(self: &Rc<Self>, session: Option<Kept>) {
        if let Some(refresh) = session.as_ref().and_then(|kept| kept.tokens.refresh.as_ref()) {
            drop(self.revoke(refresh.expose()));
        }
    }

    pub fn close(&self) {
        self.calls.close();
        self.keeper.close();
        self.waking.replace(None);
    }
}

/// One call of the app, with all the requests it takes. What is waited for without it knows neither deadline nor abort.
#[must_use]
pub(crate) struct Call<P> {
    pub context: Rc<Context<P>>,
    abort: Abort,
    deadline: Pin<Box<dyn Future<Output = ()>>>,
    began_in: Generation,
}

impl<P: Platform> Call<P> {
    /// The session that this call began in, renewed or not.
    ///
    /// # Errors
    /// `no_session`; `aborted` after a sign-out; `session_expired` where the session has ended otherwise, or is another one.
    pub fn session(&self, step: Step) -> Result<Kept, Error> {
        self.context.keeper.session_of(self.began_in).map_err(|gone| match gone {
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
                let pause = self.context.platform.sleep(jitter_ms());
                self.wait(step, pause).await?;
                self.send_once(step, request).await
            }
        }
    }

    /// The answer is boxed because it is handed on from one future to the next: 0.3 kB (brotli) of moves.
    async fn send_once(&mut self, step: Step, request: HttpRequest) -> Result<Box<HttpResponse>, Error> {
        let context = self.context.clone();
        self.wait(step, context.platform.send(request)).await?.map(Box::new).map_err(|error| unsent(step, error))
    }

    /// Waits for something within the call's time, unless the call is aborted.
    ///
    /// # Errors
    /// `timeout`, `aborted`.
    pub async fn wait<T>(&mut self, step: Step, work: impl Future<Output = T>) -> Result<T, Error> {
        let mut work = pin!(work);
        poll_fn(|cx| {
            if self.abort.poll(cx) {
                return Poll::Ready(Err(Error::new(Code::Aborted, step)));
            }
            match work.as_mut().poll(cx) {
                Poll::Ready(done) => Poll::Ready(Ok(done)),
                Poll::Pending => self.poll_deadline(step, cx).map(Err),
            }
        })
        .await
    }

    fn poll_deadline(&mut self, step: Step, cx: &mut task::Context<'_>) -> Poll<Error> {
        self.deadline.as_mut().poll(cx).map(|()| Error::new(Code::Timeout, step))
    }
}

/// Between 100 and 355 ms, so that pages that failed together do not come back together.
pub(crate) fn jitter_ms() -> u32 {
    let mut byte = [0];
    let [random] = getrandom::fill(&mut byte).map_or([0], |()| byte);
    u32::from(random).saturating_add(100)
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
