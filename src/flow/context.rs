//! What every journey runs in: one client's settings, its session, and its side of the boundary.

use std::cell::Cell;
use std::rc::Rc;

use zeroize::Zeroizing;

use crate::error::{Code, Error, Step};
use crate::flow::keeper::Keeper;
use crate::flow::keys::Keys;
use crate::platform::StoreError;
use crate::session::event::{Event, EventKind};
use crate::session::facts::{Session, SocialSession};
use crate::session::kept::Kept;
use crate::session::machine::{Epoch, FollowUp, Input, Look, Reach};
use crate::session::timing::{PROPAGATION_MS, RENEWAL_FACTOR};
use crate::settings::{LONGEST_TIMER_MS, Settings};
use crate::wire::revoke;
use crate::world::World;
use crate::world::abort::{Abort, Calls};
use crate::world::effect::Effect;
use crate::world::mutex::Mutex;
use crate::world::shared::Shared;

/// One client: its settings, its session, and the world it asks.
pub(crate) struct Context {
    pub settings: Rc<Settings>,
    pub world: World,
    pub keeper: Keeper,
    pub calls: Calls,
    /// The page's origin; `None` where there is no page.
    pub origin: Option<String>,
    /// The renewal under way, by the session that it renews.
    pub renewals: Shared<Kept, Result<(), Error>>,
    pub keys: Keys,
    /// A return from a social sign-on, by the address that the page came back to.
    pub arriving: Shared<(Epoch, String), Result<SocialSession, Error>>,
    /// A visitor's session under way for a caller who brought no id.
    pub visiting: Shared<Epoch, Result<Rc<Session>, Error>>,
    /// Serialises access to pending social sign-ons.
    pub leaving: Mutex,
}

impl Context {
    pub fn new(settings: Settings, origin: Option<String>) -> Rc<Self> {
        let (settings, world) = (Rc::new(settings), World::default());
        Rc::new(Self {
            keeper: Keeper::new(settings.clone(), world.clone()),
            settings,
            world,
            calls: Calls::default(),
            origin,
            renewals: Shared::for_good(),
            keys: Keys::default(),
            arriving: Shared::for_callers(),
            visiting: Shared::for_callers(),
            leaving: Mutex::default(),
        })
    }

    /// Lets something happen to the session, and sees to what follows from it. The session has changed when this returns; what
    /// it returns says whether the store has the new state, or a newer one.
    pub fn happen(self: &Rc<Self>, input: Input) -> Happened {
        let (before, generation) = (self.keeper.kept(), self.keeper.generation());
        let follow_ups = self.keeper.on(input, self.world.now_ms());
        let is_same = match (&before, self.keeper.machine().kept()) {
            (Some(old), Some(new)) => old.is(new),
            (None, None) => true,
            _ => false,
        };
        if !is_same || generation != self.keeper.generation() {
            self.world.tell(Effect::Keep(self.keeper.kept(), self.keeper.generation()));
        }
        Happened { context: self.clone(), ticket: self.perform(follow_ups) }
    }

    /// Sees to what the session's machine asks for, in that order. A store is told before the listeners are: one that answers at
    /// once has the state when they hear of it. Returns what [`Keeper::is_written`] takes.
    fn perform(self: &Rc<Self>, follow_ups: Vec<FollowUp>) -> u32 {
        let mut ticket = 0;
        for follow_up in follow_ups {
            match follow_up {
                FollowUp::Write => ticket = self.write(),
                FollowUp::Tell(event, from_other_tab) => self.tell(event, from_other_tab),
                FollowUp::Revoke(token) => drop(self.revoke(&token)),
                FollowUp::Look(look) => self.look_soon(look),
            }
        }
        ticket
    }

    fn tell(&self, kind: EventKind, from_other_tab: bool) {
        let session = self.keeper.kept().map(|kept| kept.session);
        self.world.tell(Effect::Tell(Event { kind, session, from_other_tab }));
    }

    /// Has the store take the state, and then the other tabs. What is written is the state as it is by the time that the store
    /// is asked: states are written one after the other, and the last one stays, whatever time a store takes.
    fn write(self: &Rc<Self>) -> u32 {
        let ticket = self.keeper.request();
        if let Some(mut write) = self.keeper.begin_write() {
            let context = self.clone();
            self.world.spawn(async move {
                loop {
                    let stamp = write.stamp;
                    let (outcome, next) = context.keeper.finish_write(write).await;
                    drop(context.happen(Input::Written(stamp, outcome.is_ok())));
                    match next {
                        Some(newer) => write = newer,
                        None => break,
                    }
                }
            });
        }
        ticket
    }

    fn look_soon(self: &Rc<Self>, look: Look) {
        let context = self.clone();
        self.world.spawn(async move {
            if context.states_arrive().await {
                let _ = context.look(look).await;
            }
        });
    }

    /// Rule 7 of [`crate::session`]. A state of this tab's own began after it had joined.
    pub fn look_again_after_joining(self: &Rc<Self>) {
        let context = self.clone();
        self.world.spawn(async move {
            if context.states_arrive().await && !context.keeper.machine().is_own() {
                let _ = context.look(Look::Waking).await;
            }
        });
    }

    /// Waits until what other tabs have written can be seen by all. `false` where the client is closed before.
    async fn states_arrive(&self) -> bool {
        let closing = Abort::default();
        if !self.calls.add(&closing) {
            return false;
        }
        self.world.until_fired(&closing).sleep(PROPAGATION_MS).await;
        !closing.has_fired()
    }

    /// Looks into the store, and takes what is found there for what it says.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn look(self: &Rc<Self>, look: Look) -> Result<(), StoreError> {
        let before = self.keeper.machine().stored();
        let found = self.keeper.load().await?;
        if self.calls.are_closed() && look == Look::Waking {
            return Ok(()); // the session stays as it was when the client was closed
        }
        self.happen(Input::Looked(look, before, found)).stored().await;
        Ok(())
    }

    /// The document is back, and may have missed what others did. Rule 7 of [`crate::session`].
    pub fn wake(self: &Rc<Self>) {
        let context = self.clone();
        self.world.spawn(async move {
            let _ = context.look(Look::Waking).await;
            if context.keeper.reach() == Reach::Origin && context.states_arrive().await {
                let _ = context.look(Look::Waking).await;
            }
        });
    }

    /// Another tab has sent its state.
    pub fn hear(self: &Rc<Self>, text: &str) {
        if let Some(record) = self.keeper.parse(text).filter(|_| !self.calls.are_closed()) {
            drop(self.happen(Input::Heard(record)));
        }
    }

    /// How long a renewal may take at most.
    pub fn renewal_ms(&self) -> u32 {
        self.settings.timeout_ms.saturating_mul(RENEWAL_FACTOR).min(LONGEST_TIMER_MS)
    }

    /// Ends a session that the site or its own time has ended.
    pub async fn expire(self: &Rc<Self>, session: &Kept) {
        self.happen(Input::Expired(session.clone())).stored().await;
    }

    /// Revokes a token that nobody will use again, whatever comes of it. No caller can cut the request; one may wait for it.
    pub fn revoke(&self, token: &str) -> Revoking {
        let (world, request) = (self.world.clone(), revoke::request(&self.settings, token));
        let revoking = Revoking::default();
        let is_over = revoking.clone();
        self.world.spawn(async move {
            let _ = world.send(request).await;
            is_over.0.set(true);
        });
        revoking
    }

    /// 32 bytes that nobody can guess.
    ///
    /// # Errors
    /// `wasm_unavailable` where the browser has no secure random source.
    pub async fn draw(&self) -> Result<Zeroizing<[u8; 32]>, Error> {
        self.world.draw().await.ok_or_else(|| Error::new(Code::WasmUnavailable, Step::Authorize))
    }

    /// Ends all calls. Tabs are left when they know of the last change.
    pub fn close(self: &Rc<Self>) {
        self.calls.close();
        let context = self.clone();
        self.world.spawn(async move {
            let is_busy = || context.renewals.is_under_way() || context.keeper.is_writing();
            context.world.until(|| (!is_busy()).then_some(())).await;
            context.world.tell(Effect::Leave);
        });
    }
}

/// What has happened to the session, while the store may not know of it yet.
pub(crate) struct Happened {
    context: Rc<Context>,
    ticket: u32,
}

impl Happened {
    pub fn is_stored(&self) -> bool {
        self.context.keeper.is_written(self.ticket)
    }

    /// Waits for the store, whatever becomes of the caller.
    pub async fn stored(self) {
        self.context.world.until(|| self.is_stored().then_some(())).await;
    }
}

/// A revocation under way.
#[derive(Clone, Default)]
pub(crate) struct Revoking(Rc<Cell<bool>>);

impl Revoking {
    pub fn is_over(&self) -> bool {
        self.0.get()
    }
}
