//! Drives a client's core in Rust: does its effects with the parts of a [`Platform`], and tells it what comes of them.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};

use futures_channel::oneshot;
use futures_util::future::{AbortHandle, abortable};

use crate::args::access_token::AccessTokenArgs;
use crate::cell::ById;
use crate::config::{Config, Storage};
use crate::core::Core;
use crate::core::event::Event;
use crate::core::journey::Journey;
use crate::driver::listeners::{Listeners, Subscription};
use crate::driver::stores::Stores;
use crate::error::{Code, Error, Step};
use crate::platform::{Boxed, Channel, Lock, Platform};
use crate::session::bearer;
use crate::session::event::Event as Change;
use crate::session::facts::Session;
use crate::session::kept::Kept;
use crate::settings::Settings;
use crate::world::effect::{Answer, Ask, CallId, Effect, EffectId, LockAnswer, Outcome, Random};

pub(crate) mod absent;
pub(crate) mod listeners;
mod stores;

/// One client with its core and the platform it runs on.
pub(crate) struct Driver<P> {
    this: Weak<Self>,
    platform: P,
    stores: Stores<P>,
    site_origin: String,
    core: RefCell<Core>,
    /// What has happened and was not told yet: all effects of a step are done before the next event.
    events: RefCell<Vec<Event>>,
    is_stepping: Cell<bool>,
    last_call: Cell<u32>,
    calls: ById<CallId, oneshot::Sender<Result<Outcome, Error>>>,
    running: ById<EffectId, Running>,
    kept: RefCell<Option<Kept>>,
    listeners: Listeners,
    channel: RefCell<Option<Rc<dyn Channel>>>,
    /// Keeps the listeners alive that hear of this document's return.
    waking: RefCell<Option<Box<dyn Any>>>,
    is_closed: Cell<bool>,
}

/// What an effect's end ends.
enum Running {
    Work(AbortHandle),
    /// Dropping it lets the lock go.
    Lock(#[allow(dead_code)] Box<dyn Any>),
}

/// A client of any platform.
pub(crate) trait Host {
    /// Makes a call. Dropping the future aborts it.
    fn call(&self, journey: Journey) -> Boxed<Result<Outcome, Error>>;
    /// The session as it stands.
    fn session(&self) -> Option<Rc<Session>>;
    /// Whether that is all there is to know: not where there is no browser to ask.
    #[cfg(feature = "yew")]
    fn knows_session(&self) -> bool {
        true
    }
    /// The session, where its token meets what is asked as it stands: most calls, most of the time. No call begins.
    fn usable(&self, args: &AccessTokenArgs) -> Option<Kept>;
    fn may_have_bearer(&self, address: &str) -> bool;
    fn subscribe(&self, listener: Box<dyn FnMut(&Change)>) -> Subscription;
    fn close(&self);
}

impl<P: Platform> Driver<P> {
    /// A client with the session that its store has.
    ///
    /// # Errors
    /// `invalid_config`; `storage` where the chosen store cannot be used at all.
    pub async fn open(config: Config, platform: P) -> Result<Rc<Self>, Error> {
        let own = match &config.storage {
            Storage::Custom(store) => Some(store.clone()),
            _ => None,
        };
        let settings = Settings::check(config)?;
        let driver = Rc::new_cyclic(|this| Self {
            this: this.clone(),
            stores: Stores::new(platform.clone(), own),
            site_origin: settings.site_origin.clone(),
            core: RefCell::new(Core::new(settings, platform.origin())),
            platform,
            events: RefCell::default(),
            is_stepping: Cell::default(),
            last_call: Cell::default(),
            calls: ById::default(),
            running: ById::default(),
            kept: RefCell::default(),
            listeners: Listeners::default(),
            channel: RefCell::default(),
            waking: RefCell::default(),
            is_closed: Cell::default(),
        });
        driver.call(Journey::open()).await?;
        Ok(driver)
    }

    /// Tells the core what has happened, and does what follows.
    fn handle(&self, event: Event) {
        self.events.borrow_mut().push(event);
        if self.is_stepping.replace(true) {
            return;
        }
        while let Some(event) = self.next() {
            let effects = self.core.borrow_mut().step(event, self.platform.now_ms());
            for effect in effects {
                self.perform(effect);
            }
        }
        self.is_stepping.set(false);
    }

    fn next(&self) -> Option<Event> {
        let mut events = self.events.borrow_mut();
        (!events.is_empty()).then(|| events.remove(0))
    }

    fn perform(&self, effect: Effect) {
        match effect {
            Effect::Ask(id, ask) => self.ask(id, ask),
            Effect::End(id) => self.end(id),
            Effect::Join { channel } => self.join(channel),
            Effect::Post(text) => {
                let channel = self.channel.borrow().clone();
                if let Some(channel) = channel {
                    channel.post(&text);
                }
            }
            Effect::Leave => {
                self.channel.replace(None);
                self.waking.replace(None);
            }
            Effect::Resolve(id, outcome) => self.settle(id, Ok(outcome)),
            Effect::Reject(id, error) => self.settle(id, Err(error)),
            Effect::Keep(kept, _) => drop(self.kept.replace(kept)),
            Effect::Tell(change) => self.listeners.tell(&change),
        }
    }

    fn ask(&self, id: EffectId, ask: Ask) {
        let platform = self.platform.clone();
        match ask {
            Ask::Send(request) => {
                let sending = async move {
                    match platform.send(*request).await {
                        Ok(response) => Answer::Response(Box::new(response)),
                        Err(why) => Answer::Lost(why),
                    }
                };
                self.run(id, Box::pin(sending));
            }
            Ask::Sleep(ms) => {
                let sleeping = platform.sleep(ms);
                let sleeping = async move {
                    sleeping.await;
                    Answer::Slept
                };
                self.run(id, Box::pin(sleeping));
            }
            Ask::Lock { name, mode } => {
                let this = self.this.clone();
                self.run(id, Box::pin(async move { keep_lock(&this, id, platform.lock(&name, mode).await) }));
            }
            Ask::Get(slot) => self.store(id, self.stores.get(slot)),
            Ask::Set(slot, value) => self.store(id, self.stores.set(slot, value)),
            Ask::Remove(slot) => self.store(id, self.stores.remove(slot)),
            Ask::Verify { key, message, signature } => {
                let check = async move { Answer::Verified(platform.verify_rs256(&key, &message, &signature).await) };
                self.run(id, Box::pin(check));
            }
            // Not at once, so that a call that is given up where it was made has begun nothing.
            Ask::Draw => {
                let drawing = async {
                    let mut bytes = Box::new(Random::new([0; 32]));
                    let is_drawn = getrandom::fill(&mut **bytes).is_ok();
                    Answer::Drawn(is_drawn.then_some(bytes))
                };
                self.run(id, Box::pin(drawing));
            }
        }
    }

    /// Does what takes time. It holds the driver, and so the client, until it is over. Boxed, because one function for all work is
    /// 1 kB of wasm less (brotli).
    fn run(&self, id: EffectId, work: Boxed<Answer>) {
        let (work, handle) = abortable(work);
        self.running.add(id, Running::Work(handle));
        let Some(driver) = self.this.upgrade() else { return };
        self.platform.spawn(async move {
            if let Ok(answer) = work.await {
                let is_lock = matches!(answer, Answer::Lock(LockAnswer::Held));
                if !is_lock {
                    drop(driver.running.take(id));
                }
                driver.handle(Event::Answered(id, answer));
            }
        });
    }

    /// Does what a store is asked for. Most answer at once, and so does this then.
    fn store(&self, id: EffectId, mut work: Boxed<Answer>) {
        match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(answer) => self.handle(Event::Answered(id, answer)),
            Poll::Pending => self.run(id, work),
        }
    }

    fn end(&self, id: EffectId) {
        // Dropped with nothing borrowed: a lock that is let go may be given to another client at once.
        let ended = self.running.take(id);
        if let Some(Running::Work(handle)) = ended {
            handle.abort();
        }
    }

    fn join(&self, channel: Option<String>) {
        // Weak: the platform holds the listeners, and they must not hold the client.
        let (hearing, waking) = (self.this.clone(), self.this.clone());
        let hear = move |text: String| {
            if let Some(driver) = hearing.upgrade() {
                driver.handle(Event::Heard(text.into()));
            }
        };
        let wake = move || {
            if let Some(driver) = waking.upgrade() {
                driver.handle(Event::Woke);
            }
        };
        self.waking.replace(Some(self.platform.on_wake(Rc::new(wake))));
        if let Some(name) = channel {
            self.channel.replace(self.platform.channel(&name, Rc::new(hear)));
        }
    }

    fn settle(&self, id: CallId, outcome: Result<Outcome, Error>) {
        let waiting = self.calls.take(id);
        if let Some(waiting) = waiting {
            let _ = waiting.send(outcome);
        }
    }
}

/// Keeps a lock that was given until its effect ends. One that comes after that is let go.
fn keep_lock<P>(driver: &Weak<Driver<P>>, id: EffectId, lock: Lock) -> Answer {
    Answer::Lock(match lock {
        Lock::Held(held) => {
            if let Some(driver) = driver.upgrade()
                && driver.running.take(id).is_some()
            {
                driver.running.add(id, Running::Lock(held));
            }
            LockAnswer::Held
        }
        Lock::Busy => LockAnswer::Busy,
        Lock::Unsupported => LockAnswer::Unsupported,
    })
}

impl<P: Platform> Host for Driver<P> {
    fn call(&self, journey: Journey) -> Boxed<Result<Outcome, Error>> {
        let this = self.this.clone();
        Box::pin(async move {
            let canceled = || Error::new(Code::Aborted, Step::Session);
            let driver = this.upgrade().ok_or_else(canceled)?;
            let id = CallId(driver.last_call.get().wrapping_add(1));
            driver.last_call.set(id.0);
            let (sender, outcome) = oneshot::channel();
            driver.calls.add(id, sender);
            let _abort = AbortOnDrop { driver: driver.clone(), id };
            driver.handle(Event::Called(id, journey));
            outcome.await.unwrap_or_else(|_| Err(canceled()))
        })
    }

    fn session(&self) -> Option<Rc<Session>> {
        self.kept.borrow().as_ref().map(|kept| kept.session.clone())
    }

    fn usable(&self, args: &AccessTokenArgs) -> Option<Kept> {
        let kept = self.kept.borrow().clone();
        kept.filter(|kept| !self.is_closed.get() && args.are_met_by(kept, self.platform.now_ms()))
    }

    fn may_have_bearer(&self, address: &str) -> bool {
        bearer::may_have_bearer(&self.site_origin, self.kept.borrow().as_ref(), address)
    }

    fn subscribe(&self, listener: Box<dyn FnMut(&Change)>) -> Subscription {
        self.listeners.subscribe(listener)
    }

    fn close(&self) {
        self.is_closed.set(true);
        self.listeners.close();
        self.handle(Event::Closed);
    }
}

/// Gives up a call whose caller does not wait for it any more.
struct AbortOnDrop<P: Platform> {
    driver: Rc<Driver<P>>,
    id: CallId,
}

impl<P: Platform> Drop for AbortOnDrop<P> {
    fn drop(&mut self) {
        let is_open = self.driver.calls.take(self.id).is_some();
        if is_open {
            self.driver.handle(Event::Aborted(self.id));
        }
    }
}
