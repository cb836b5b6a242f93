//! Whose turn it is to renew: one document at a time, where several share the session.
//!
//! With rotation a refresh token is good for one use, and a second use ends the session for everybody. So a document asks for
//! the lock, looks whether another has renewed in the meantime, and only then uses the token it has.

use std::any::Any;
use std::rc::Rc;

use crate::flow::context::Context;
use crate::json::{self, Json};
use crate::platform::{Ask, Lock, Platform};
use crate::session::kept::Kept;
use crate::session::machine::{Look, Reach};
use crate::session::timing::{CLOSED_MS, LINGER_MS, LOOK_EVERY_MS, PATIENCE_MS, PROPAGATION_MS, STRETCHED_MS};
use crate::text::concat;

/// What came of waiting.
pub(crate) enum Turn {
    /// Ours. To be ended by [`end`].
    Ours(Option<Box<dyn Any>>),
    /// Not needed: another tab has changed the session meanwhile.
    Overtaken,
}

/// Waits for this document's turn to renew `kept`. Nothing of the app is waited for while it lasts, but a store of its own, and
/// that one has its time limit.
pub(crate) async fn wait<P: Platform>(context: &Rc<Context<P>>, kept: &Kept) -> Turn {
    let mut name = context.settings.storage_key();
    let closed_ms = match context.keeper.reach() {
        Reach::Client => return Turn::Ours(None),
        Reach::Tab => {
            // A name that no other tab has, unless it was duplicated from this one: then they do share the refresh token.
            name = concat(&[
                &name,
                ":",
                &json::to_text(&Json::Number(context.keeper.machine().began() as f64)).unwrap_or_default(),
            ]);
            0
        }
        Reach::Origin => CLOSED_MS,
    };
    let (guard, is_contended) = match context.platform.lock(&name, Ask::Try).await {
        Lock::Held(guard) => (Some(guard), false),
        Lock::Unsupported => (None, false),
        Lock::Busy => (in_line(context, &name).await, true),
    };
    let wait_ms = if is_contended { PROPAGATION_MS } else { closed_ms };
    if is_overtaken(context, kept, wait_ms).await { Turn::Overtaken } else { Turn::Ours(guard) }
}

/// Waits in line, and takes the lock from a tab that holds it for longer than any renewal lasts.
///
/// One tab does that, under a lock of its own. All that stand in line lose patience together, and each would take the lock
/// from the one before and use the same refresh token; so the others give the first one its time.
async fn in_line<P: Platform>(context: &Rc<Context<P>>, name: &str) -> Option<Box<dyn Any>> {
    let patience = context.renewal_ms().saturating_add(PATIENCE_MS);
    let wait = || context.within(patience, context.platform.lock(name, Ask::Wait));
    if let Some(lock) = wait().await {
        return held(lock);
    }
    let taking = held(context.platform.lock(&concat(&[name, ":steal"]), Ask::Try).await);
    if taking.is_none()
        && let Some(lock) = wait().await
    {
        return held(lock);
    }
    let taken = held(context.platform.lock(name, Ask::Steal).await)?;
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
/// written comes no nearer by that.
pub(crate) async fn is_overtaken<P: Platform>(context: &Rc<Context<P>>, kept: &Kept, wait_ms: u32) -> bool {
    let is_overtaken = || !context.keeper.has(kept);
    let mut waited = 0u64;
    loop {
        let _ = context.look(Look::Routine).await;
        if is_overtaken() || waited >= wait_ms.into() {
            return is_overtaken();
        }
        let before = context.platform.now_ms();
        context.platform.sleep(LOOK_EVERY_MS).await;
        let passed = context.platform.now_ms().checked_sub(before).filter(|passed| *passed < STRETCHED_MS);
        waited = waited.saturating_add(passed.unwrap_or(LOOK_EVERY_MS.into()));
    }
}

/// The same after the site has refused a refresh token: was it perhaps used by another tab?
pub(crate) async fn was_overtaken<P: Platform>(context: &Rc<Context<P>>, kept: &Kept) -> bool {
    context.keeper.reach() != Reach::Client && is_overtaken(context, kept, PROPAGATION_MS).await
}

/// Ends a turn, when the other tabs can see what came of it.
pub(crate) fn end<P: Platform>(context: &Rc<Context<P>>, guard: Option<Box<dyn Any>>) {
    if let Some(guard) = guard {
        let sleeping = context.platform.sleep(LINGER_MS);
        context.platform.spawn(async move {
            sleeping.await;
            drop(guard);
        });
    }
}
