//! The lock of a renewal, where several documents share the session: rules 11 and 12 of [`crate::session`].

use std::rc::Rc;

use crate::context::Context;
use crate::platform::LockMode;
use crate::session::boundary::{Look, Reach};
use crate::session::kept::Kept;
use crate::session::timing::{
    FREE_LOCK_WAIT_MS, LINGER_MS, LOCK_WAIT_EXTRA_MS, LOOK_EVERY_MS, PROPAGATION_MS, STRETCHED_MS,
};
use crate::settings::LONGEST_TIMER_MS;
use crate::text::{concat, push_number};
use crate::world::{Held, Lock};

/// The renewal lock and, after a wait for it, the lock that says whose turn it is.
pub(crate) struct Guard {
    _held: Held,
    _turn: Option<Held>,
}

/// The result of waiting for the lock.
pub(crate) enum Acquired {
    /// The renewal may begin. What is held goes to [`release`]; nothing is where there are no locks.
    Ours(Option<Guard>),
    /// The renewal is not needed: another document has changed the session.
    Overtaken,
}

/// Waits until this document may renew `kept`. While the lock is held, the only code of the app that is waited for is its own store,
/// and that has a time limit.
pub(crate) async fn acquire(context: &Rc<Context>, kept: &Kept) -> Acquired {
    let key = &context.settings.storage_key;
    let (name, free_wait_ms) = match context.reach() {
        Reach::Client => return Acquired::Ours(None),
        Reach::Tab => (name_in_tab(context, key), 0),
        Reach::Origin => (key.clone(), FREE_LOCK_WAIT_MS),
    };
    let (guard, is_contended) = match context.world.lock(&name, LockMode::Try, None).await {
        Lock::Held(held) => (Some(Guard { _held: held, _turn: None }), false),
        Lock::Unsupported => (None, false),
        Lock::Busy => (wait_for_lock(context, &name).await, true),
    };
    let wait_ms = if is_contended { PROPAGATION_MS } else { free_wait_ms };
    if changes_within(context, kept, wait_ms).await { Acquired::Overtaken } else { Acquired::Ours(guard) }
}

/// A name that no other tab has, unless it was duplicated from this one: then they do share the refresh token.
fn name_in_tab(context: &Context, key: &str) -> String {
    let mut name = concat(&[key, ":"]);
    push_number(&mut name, context.machine().session_number());
    name
}

/// Waits for the lock, and steals it from a tab that holds it longer than any renewal can take.
///
/// All tabs that wait reach that limit together; without a second lock (rule 11 of [`crate::session`]) each would steal the first from
/// the one before and use the same refresh token.
async fn wait_for_lock(context: &Rc<Context>, name: &str) -> Option<Guard> {
    let mut turn_name = concat(&[name, ":turn"]);
    loop {
        let lock = wait_with_limit(context, name).await;
        if context.calls.are_closed() {
            return None;
        }
        let turn = held(context.world.lock(&turn_name, LockMode::Try, None).await);
        let lock = match lock {
            Some(lock) => lock,
            None if turn.is_some() => context.world.lock(name, LockMode::Steal, None).await,
            None => {
                // The tab that has the turn may be frozen, too: then there is another turn. A tab that came later and gets the
                // lock in its turn does not hold that one; if it is still at it when this tab's time is over, both renew.
                turn_name.push('+');
                continue;
            }
        };
        return held(lock).map(|held| Guard { _held: held, _turn: turn });
    }
}

/// Waits for the lock, but not for ever, and not after the client was closed.
async fn wait_with_limit(context: &Context, name: &str) -> Option<Lock> {
    let late = context.calls.new_switch();
    let limit_ms = context.renewal_ms().saturating_add(LOCK_WAIT_EXTRA_MS).min(LONGEST_TIMER_MS);
    let _deadline = context.world.deadline(&late, limit_ms);
    let lock = context.world.lock(name, LockMode::Wait, Some(&late)).await;
    (!late.has_fired()).then_some(lock)
}

fn held(lock: Lock) -> Option<Held> {
    match lock {
        Lock::Held(held) => Some(held),
        Lock::Busy | Lock::Unsupported => None,
    }
}

/// Looks for changes for `wait_ms`, and returns whether `kept` is no longer the session. Elapsed time comes from the clock,
/// because hidden tabs stretch each sleep to a second. A long sleep, in which the device may have slept, and a jump of the
/// clock count as a short one: other tabs' writes came no nearer. Only a long sleep directly after another counts in full: then
/// the browser stretches them. The number of looks is limited, so the loop ends even if the clock stands still, as in an app's
/// tests.
pub(crate) async fn changes_within(context: &Rc<Context>, kept: &Kept, wait_ms: u32) -> bool {
    let is_overtaken = || !context.machine().has(kept);
    if context.reach() == Reach::Client || is_overtaken() {
        return is_overtaken();
    }
    let (mut waited, mut looks_left, mut was_stretched) = (0u64, wait_ms / 2, false);
    loop {
        let began = context.world.now_ms();
        let _ = context.look(Look::Routine).await;
        let before = context.world.now_ms();
        // A store that hangs must not have the lock held for longer than the other tabs' patience.
        waited = waited.saturating_add(before.saturating_sub(began));
        if is_overtaken() || waited >= wait_ms.into() || looks_left == 0 {
            return is_overtaken();
        }
        looks_left = looks_left.saturating_sub(1);
        context.world.sleep(LOOK_EVERY_MS).await;
        let passed = context.world.now_ms().checked_sub(before);
        let counts = |passed: &u64| was_stretched || *passed < STRETCHED_MS;
        waited = waited.saturating_add(passed.filter(counts).unwrap_or(LOOK_EVERY_MS.into()));
        was_stretched = passed.is_none_or(|passed| passed >= STRETCHED_MS);
    }
}

/// Lets the lock go when the other tabs can see the new state.
pub(crate) fn release(context: &Rc<Context>, guard: Option<Guard>) {
    if let Some(guard) = guard {
        let context_of = context.clone();
        context.world.spawn(async move {
            context_of.world.sleep(LINGER_MS).await;
            drop(guard);
        });
    }
}
