//! Every time that the session's rules are made of, in milliseconds.
//!
//! They are about one browser: how long what a tab has written or sent takes to reach the others, and how long a tab that holds
//! the lock may be silent.

/// How long a new state takes at most to get from one tab to the next. In Chromium the lock now and then arrives before the
/// value that was written under it.
pub(crate) const PROPAGATION_MS: u32 = 200;

/// The same where the lock was free: a tab that was closed right after its renewal holds it no longer, and what it
/// wrote may still be under way. The documents of one tab have one view of their store, so among them nothing is.
pub(crate) const FREE_LOCK_WAIT_MS: u32 = 60;

/// How long a document sleeps between two looks into the store while it waits for a newer state.
pub(crate) const LOOK_EVERY_MS: u32 = 20;

/// In a sleep of at least this time the device itself may have slept, and other tabs' writes made no progress. Most browsers stretch
/// the sleeps of a hidden tab to less.
pub(crate) const STRETCHED_MS: u64 = 2_000;

/// How long the lock is held after a renewal, so that the next tab finds the new value. The call that renewed does not wait for it.
pub(crate) const LINGER_MS: u32 = 100;

/// The time limit of a renewal is that of a call times this. Once a rotating site has taken the refresh token, only that answer has the
/// next one, so it is worth waiting longer than a caller would.
pub(crate) const RENEWAL_FACTOR: u32 = 4;

/// A tab waits for the lock for the time limit of a renewal plus this. After that the holder is frozen or gone for good.
pub(crate) const LOCK_WAIT_EXTRA_MS: u32 = 1_000;
