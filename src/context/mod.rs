//! What every journey runs in: one client's settings, its session, and its side of the boundary.

use std::cell::Ref;
use std::rc::Rc;

use zeroize::Zeroizing;

use crate::cell::StateCell;
use crate::context::keys::Keys;
use crate::context::writes::Writes;
use crate::platform::StoreKind;
use crate::session::boundary::{Epoch, Reach, Start};
use crate::session::kept::Kept;
use crate::session::machine::Machine;
use crate::session::timing::RENEWAL_FACTOR;
use crate::settings::{LONGEST_TIMER_MS, Settings};
use crate::uvid::Uvid;
use crate::world::World;
use crate::world::effect::Effect;
use crate::world::mutex::Mutex;
use crate::world::shared::Shared;
use crate::world::switch::Calls;

mod apply;
pub(crate) mod call;
pub(crate) mod keys;
pub(crate) mod renewal_lock;
mod store;
mod writes;

/// One client: its settings, its session, and the world it asks.
pub(crate) struct Context {
    pub settings: Settings,
    pub world: World,
    pub calls: Calls,
    /// The page's origin; `None` where there is no page.
    pub origin: Option<String>,
    /// Only [`apply`](Self::apply) changes it.
    machine: StateCell<Machine>,
    writes: Writes,
    /// The renewal under way, by the session that it renews.
    pub renewals: Shared<Kept>,
    pub keys: Keys,
    /// A return from a social sign-on, by the address that the page came back to.
    pub returns: Shared<(Epoch, Zeroizing<String>)>,
    /// A visitor's session under way for a caller who brought no id.
    pub visiting: Shared<Start>,
    /// Serialises access to pending social sign-ons.
    pub pending_lock: Mutex,
}

impl Context {
    pub fn new(settings: Settings, origin: Option<String>) -> Rc<Self> {
        let reach = match settings.storage {
            None => Reach::Client,
            Some(StoreKind::Session) => Reach::Tab,
            Some(StoreKind::Local | StoreKind::Own) => Reach::Origin,
        };
        Rc::new(Self {
            settings,
            world: World::default(),
            calls: Calls::default(),
            origin,
            machine: StateCell::new(Machine::new(reach)),
            writes: Writes::default(),
            renewals: Shared::default(),
            keys: Keys::default(),
            returns: Shared::default(),
            visiting: Shared::default(),
            pending_lock: Mutex::default(),
        })
    }

    /// What can be asked of the session.
    pub fn machine(&self) -> Ref<'_, Machine> {
        self.machine.borrow()
    }

    pub fn kept(&self) -> Option<Kept> {
        self.machine().kept().cloned()
    }

    /// The visitor id of a guest's session: what a login carries on.
    pub fn guest(&self) -> Option<Uvid> {
        self.machine().guest().cloned()
    }

    pub fn reach(&self) -> Reach {
        self.machine().reach()
    }

    /// How long a renewal may take at most.
    pub fn renewal_ms(&self) -> u32 {
        self.settings.timeout_ms.saturating_mul(RENEWAL_FACTOR).min(LONGEST_TIMER_MS)
    }

    /// Comes at the end of each step: what is over is forgotten.
    pub fn tidy(&self) {
        self.renewals.forget_over();
        self.returns.forget_over();
        self.visiting.forget_over();
    }

    /// Ends all calls. Tabs are left when they know of the last change.
    pub fn close(self: &Rc<Self>) {
        self.calls.close();
        let context = self.clone();
        self.world.spawn(async move {
            let is_idle = || !context.renewals.is_under_way() && !context.writes.are_under_way();
            context.world.until(None, &is_idle).await;
            context.world.emit(Effect::Leave);
        });
    }
}
