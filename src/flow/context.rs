//! What every journey runs in: one client's settings, its session, and the world around it.

use std::any::Any;
use std::cell::RefCell;
use std::future::{Future, poll_fn, ready};
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use crate::abort::{Abort, Calls};
use crate::async_mutex::AsyncMutex;
use crate::boxed::Boxed;
use crate::config::{Config, Storage};
use crate::error::{Code, Error, Step, hint};
use crate::flow::keeper::Keeper;
use crate::flow::keys::Keys;
use crate::flow::shared::Shared;
use crate::oneshot::Receiver;
use crate::platform::{Platform, StoreError};
use crate::session::facts::{Session, SocialSession};
use crate::session::kept::Kept;
use crate::session::machine::{Effect, Epoch, Input, Look, Reach};
use crate::session::timing::{PROPAGATION_MS, RENEWAL_FACTOR};
use crate::settings::{LONGEST_TIMER_MS, Settings};
use crate::wire::revoke;

/// One client: its settings, its session, and the world it runs in.
pub(crate) struct Context<P> {
    pub settings: Rc<Settings>,
    pub keeper: Keeper,
    pub platform: P,
    pub calls: Calls,
    /// The renewal under way, by the session that it renews.
    pub renewals: Shared<Kept, Result<(), Error>>,
    pub keys: Keys,
    /// A return from a social sign-on, by the address that the page came back to.
    pub arriving: Shared<(Epoch, String), Result<SocialSession, Error>>,
    /// A visitor's session under way for a caller who brought no id.
    pub visiting: Shared<Epoch, Result<Rc<Session>, Error>>,
    /// Serialises access to pending social sign-ons.
    pub leaving: AsyncMutex,
    /// Keeps the listener alive that has this document look again when it comes back to the front.
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
        let is_built_in = matches!(settings.storage, Storage::Session | Storage::Local);
        if is_built_in && platform.origin().is_none() {
            return Err(Error::new(Code::Storage, Step::Storage).with_hint(hint::ON_A_SERVER));
        }
        let (store, reach) = match &settings.storage {
            Storage::Memory => (None, Reach::Client),
            Storage::Session => (Some(platform.session_store().map_err(unusable)?), Reach::Tab),
            Storage::Local => (Some(platform.local_store().map_err(unusable)?), Reach::Origin),
            Storage::Custom(store) => (Some(store.clone()), Reach::Origin),
        };
        let (clock, timer, timeout_ms) = (platform.clone(), platform.clone(), settings.timeout_ms);
        let keeper = Keeper::new(
            settings.clone(),
            Box::new(move || clock.now_ms()),
            Box::new(move || Box::pin(timer.sleep(timeout_ms))),
            store,
            reach,
        );
        let context = Rc::new(Self {
            settings,
            keeper,
            platform,
            calls: Calls::default(),
            renewals: Shared::for_good(),
            keys: Keys::default(),
            arriving: Shared::for_callers(),
            visiting: Shared::for_callers(),
            leaving: AsyncMutex::default(),
            waking: RefCell::default(),
        });
        if is_built_in {
            context.keeper.probe().await.map_err(unusable)?;
        }
        if reach != Reach::Client {
            context.look_on_waking();
        }
        if reach == Reach::Origin {
            // Before the store is read: what changes from now on is heard of.
            context.join_the_other_tabs();
        }
        context.look(Look::Routine).await.map_err(unusable)?;
        if reach == Reach::Origin {
            context.look_again_after_joining();
        }
        Ok(context)
    }

    fn look_on_waking(self: &Rc<Self>) {
        // Weak: the browser holds the listener, and it must not hold the client.
        let waking = Rc::downgrade(self);
        let wake = move || {
            if let Some(context) = waking.upgrade() {
                let platform = context.platform.clone();
                platform.spawn(async move { context.wake().await });
            }
        };
        self.waking.replace(Some(self.platform.on_wake(Rc::new(wake))));
    }

    fn join_the_other_tabs(self: &Rc<Self>) {
        let hearing = Rc::downgrade(self);
        let hear = move |text: String| {
            if let Some(context) = hearing.upgrade()
                && let Some(record) = context.keeper.parse(&text)
            {
                let platform = context.platform.clone();
                platform.spawn(async move {
                    let effects = context.keeper.on(Input::Heard(record));
                    context.perform(effects).await;
                });
            }
        };
        let channel = self.platform.channel(&self.settings.storage_key(), Rc::new(hear));
        self.keeper.connect(channel);
    }

    /// Rule 7 of [`crate::session`]. A state of this tab's own began after it had joined.
    fn look_again_after_joining(self: &Rc<Self>) {
        let context = self.clone();
        self.platform.spawn(async move {
            if context.states_arrive().await && !context.keeper.machine().is_own() {
                let _ = context.look(Look::Waking).await;
            }
        });
    }

    fn look_soon(self: &Rc<Self>, look: Look) {
        let context = self.clone();
        self.platform.spawn(async move {
            if context.states_arrive().await {
                let _ = context.look(look).await;
            }
        });
    }

    /// Waits until what other tabs have written can be seen by all. `false` where the client is closed before.
    async fn states_arrive(self: &Rc<Self>) -> bool {
        let closing = Abort::default();
        if !self.calls.add(&closing) {
            return false;
        }
        let mut time = pin!(self.platform.sleep(PROPAGATION_MS));
        poll_fn(|cx| if closing.poll(cx) { Poll::Ready(false) } else { time.as_mut().poll(cx).map(|()| true) }).await
    }

    /// Looks into the store, and takes what is found there for what it says.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn look(self: &Rc<Self>, look: Look) -> Result<(), StoreError> {
        let before = self.keeper.machine().stored();
        let found = self.keeper.load().await?;
        let effects = self.keeper.on(Input::Looked(look, before, found));
        self.perform(effects).await;
        Ok(())
    }

    /// Rule 7 of [`crate::session`].
    async fn wake(self: &Rc<Self>) {
        let _ = self.look(Look::Waking).await;
        if self.keeper.reach() == Reach::Origin && self.states_arrive().await {
            let _ = self.look(Look::Waking).await;
        }
    }

    /// Lets something happen to the session and does what follows. Ready when the store has the new state, or a newer one.
    pub async fn happen(self: &Rc<Self>, input: Input) {
        let effects = self.keeper.on(input);
        self.perform(effects).await;
    }

    /// Does what the session's machine asks for, in that order. A store is told first and waited for last: one that answers at
    /// once has the state when the listeners hear of it, and none holds up what is left to do.
    pub async fn perform(self: &Rc<Self>, effects: Vec<Effect>) {
        let mut writing = None;
        for effect in effects {
            match effect {
                Effect::Write => writing = Some(begun(Box::pin(self.keeper.write())).await),
                Effect::Tell(event, from_other_tab) => self.keeper.tell(event, from_other_tab),
                Effect::Revoke(token) => drop(self.revoke(&token)),
                Effect::Look(look) => self.look_soon(look),
            }
        }
        let Some(writing) = writing else { return };
        for (stamp, is_done) in writing.await {
            for effect in self.keeper.on(Input::Written(stamp, is_done)) {
                if let Effect::Tell(event, from_other_tab) = effect {
                    self.keeper.tell(event, from_other_tab);
                }
            }
        }
    }

    /// How long a renewal may take at most.
    pub fn renewal_ms(&self) -> u32 {
        self.settings.timeout_ms.saturating_mul(RENEWAL_FACTOR).min(LONGEST_TIMER_MS)
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

    /// [`Self::happen`], done to its end whatever becomes of the caller. The session has changed when this returns.
    pub fn happen_detached(self: &Rc<Self>, input: Input) -> Boxed<'static, ()> {
        let (context, effects) = (self.clone(), self.keeper.on(input));
        self.detach(Box::pin(async move { context.perform(effects).await }))
    }

    /// Ends a session that the site or its own time has ended.
    pub async fn expire(self: &Rc<Self>, session: &Kept) {
        self.happen_detached(Input::Expired(session.clone())).await;
    }

    /// Revokes a token that nobody will use again, whatever comes of it. No caller can cut the request.
    pub fn revoke(self: &Rc<Self>, token: &str) -> Boxed<'static, ()> {
        let (context, request) = (self.clone(), revoke::request(&self.settings, token));
        self.detach(Box::pin(async move { drop(context.platform.send(request).await) }))
    }

    pub fn close(&self) {
        self.calls.close();
        self.keeper.close();
        self.waking.replace(None);
    }
}

/// Polls a future once, and returns it with what is left of it.
async fn begun<T: 'static>(mut work: Boxed<'_, T>) -> Boxed<'_, T> {
    match poll_fn(|cx| Poll::Ready(work.as_mut().poll(cx))).await {
        Poll::Ready(done) => Box::pin(ready(done)),
        Poll::Pending => work,
    }
}
