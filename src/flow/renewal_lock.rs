//! The lock of a renewal, where several documents share the session: rules 11 and 12 of [`crate::session`].

use std::any::Any;
use std::rc::Rc;

use crate::flow::context::Context;
use crate::json::{self, Json};
use crate::platform::{Lock, LockMode, Platform};
use crate::session::kept::Kept;
use crate::session::machine::{Look, Reach};
use crate::session::timing::{CLOSED_MS, LINGER_MS, LOOK_EVERY_MS, PATIENCE_MS, PROPAGATION_MS, STRETCHED_MS};
use crate::settings::LONGEST_TIMER_MS;
use crate::text::concat;

/// What came of waiting for the lock.
pub(crate) enum Acquired {
    /// The renewal may begin. What is held goes to [`release`]; nothing is where there are no locks.
    Ours(Option<Box<dyn Any>>),
    /// The renewal is not needed: another document has changed the session.
    Overtaken,
}

/// Waits until this document may renew `kept`. Nothing of the app is waited for while the lock is held, but a store of its own,
/// and that one has its time limit.
pub(crate) async fn acquire<P: Platform>(context: &Rc<Context<P>>, kept: &Kept) -> Acquired {
    let key = context.settings.storage_key();
    let (name, closed_ms) = match context.keeper.reach() {
        Reach::Client => return Acquired::Ours(None),
        Reach::Tab => (name_in_tab(context, &key), 0),
        Reach::Origin => (key, CLOSED_MS),
    };
    let (guard, is_contended) = match context.platform.lock(&name, LockMode::Try).await {
        Lock::Held(guard) => (Some(guard), false),
        Lock::Unsupported => (None, false),
        Lock::Busy => (in_line(context, &name).await, true),
    };
    let wait_ms = if is_contended { PROPAGATION_MS } else { closed_ms };
    if watch_for_newer_state(context, kept, wait_ms).await { Acquired::Overtaken } else { Acquired::Ours(guard) }
}

/// A name that no other tab has, unless it was duplicated from this one: then they do share the refresh token.
fn name_in_tab<P: Platform>(context: &Context<P>, key: &str) -> String {
    let began = Json::Number(context.keeper.machine().began() as f64);
    concat(&[key, ":", &json::to_text(&began).unwrap_or_default()])
}

/// Waits in line, and takes the lock from a tab that holds it for longer than any renewal lasts.
///
/// One tab does that, under a lock of its own. All that stand in line lose patience together, and each would take the lock
/// from the one before and use the same refresh token; so the others give the first one its time.
async fn in_line<P: Platform>(context: &Rc<Context<P>>, name: &str) -> Option<Box<dyn Any>> {
    let patience = context.renewal_ms().saturating_add(PATIENCE_MS).min(LONGEST_TIMER_MS);
    let wait = || context.within(patience, context.platform.lock(name, LockMode::Wait));
    if let Some(lock) = wait().await {
        return held(lock);
    }
    let taking = held(context.platform.lock(&concat(&[name, ":steal"]), LockMode::Try).await);
    if taking.is_none()
        && let Some(lock) = wait().await
    {
        return held(lock);
    }
    let taken = held(context.platform.lock(name, LockMode::Steal).await)?;
    Some(Box::new((taken, taking)))
}

fn held(lock: Lock) -> Option<Box<dyn Any>> {
    match lock {
        Lock::Held(guard) => Some(guard),
        Lock::Busy | Lock::Unsupported => None,
    }
}

/// Looks whether another document has changed the session, for so long. The time is taken from the clock: in a hidden tab a
/// browser stretches each sleep to a second. What a device sleeps or its clock jumps does not count, for what others have
/// written comes no nearer by that. Nor does a clock that stands still, as in tests of an app, keep it from ending.
pub(crate) async fn watch_for_newer_state<P: Platform>(context: &Rc<Context<P>>, kept: &Kept, wait_ms: u32) -> bool {
    let is_overtaken = || !context.keeper.has(kept);
    let (mut waited, mut looks_left) = (0u64, wait_ms / 2);
    loop {
        let _ = context.look(Look::Routine).await;
        if is_overtaken() || waited >= wait_ms.into() || looks_left == 0 {
            return is_overtaken();
        }
        looks_left = looks_left.saturating_sub(1);
        let before = context.platform.now_ms();
        context.platform.sleep(LOOK_EVERY_MS).await;
        let passed = context.platform.now_ms().checked_sub(before).filter(|passed| *passed < STRETCHED_MS);
        waited = waited.saturating_add(passed.unwrap_or(LOOK_EVERY_MS.into()));
    }
}

/// The same after the site has refused a refresh token: was it perhaps used by another tab?
pub(crate) async fn was_overtaken<P: Platform>(context: &Rc<Context<P>>, kept: &Kept) -> bool {
    context.keeper.reach() != Reach::Client && watch_for_newer_state(context, kept, PROPAGATION_MS).await
}

/// Lets the lock go, when the other tabs can see what came of it.
pub(crate) fn release<P: Platform>(context: &Rc<Context<P>>, guard: Option<Box<dyn Any>>) {
    if let Some(guard) = guard {
        let sleeping = context.platform.sleep(LINGER_MS);
        context.platform.spawn(async move {
            sleeping.await;
            drop(guard);
        });
    }
}
