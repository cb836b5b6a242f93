//! The site's keys, as they were fetched last.

use std::cell::Cell;

use zeroize::Zeroizing;

use crate::cell::StateCell;
use crate::rsa_key::RsaKey;
use crate::wire::jwt::{self, Signed};
use crate::world::effect::Ask;
use crate::world::mutex::Mutex;

/// Older keys are fetched again before they are used.
pub(crate) const MAX_AGE_MS: u64 = 10 * 60 * 1000;

/// For so long after a fetch that did not bring the id it was made for, no other fetch is made for an unknown id.
const COOL_DOWN_MS: u64 = 30 * 1000;

#[derive(Default)]
pub(crate) struct Keys {
    keys: StateCell<Vec<RsaKey>>,
    fetched_at_ms: Cell<Option<u64>>,
    missed_at_ms: Cell<Option<u64>>,
    /// Calls at the same time fetch them once.
    pub fetching: Mutex,
}

impl Keys {
    /// The check of a token, where its key is known.
    pub fn ask(&self, token: &str) -> Option<Ask> {
        let Signed { key_id, input, signature } = jwt::signed(token)?;
        let key = self.keys.borrow().iter().find(|key| key.id == key_id).cloned()?;
        Some(Ask::Verify { key, message: Zeroizing::new(input.as_bytes().to_owned()), signature })
    }

    pub fn are_younger_than(&self, age_ms: u64, now_ms: u64) -> bool {
        is_within(age_ms, &self.fetched_at_ms, now_ms)
    }

    pub fn fetched(&self, keys: Vec<RsaKey>, now_ms: u64) {
        self.keys.replace(keys);
        self.fetched_at_ms.set(Some(now_ms));
    }

    /// A fetch has not brought the key of the token that it was made for.
    pub fn missed(&self, now_ms: u64) {
        self.missed_at_ms.set(Some(now_ms));
    }

    pub fn have_just_missed(&self, now_ms: u64) -> bool {
        is_within(COOL_DOWN_MS, &self.missed_at_ms, now_ms)
    }
}

/// Nothing is known of an age where the clock was set back since.
fn is_within(age_ms: u64, since_ms: &Cell<Option<u64>>, now_ms: u64) -> bool {
    since_ms.get().and_then(|at| now_ms.checked_sub(at)).is_some_and(|age| age < age_ms)
}
