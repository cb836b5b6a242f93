//! The site's keys, as they were fetched last.

use std::cell::Cell;

use crate::cell::StateCell;
use crate::rsa_key::RsaKey;
use crate::wire::jwt::{self, Signed};
use crate::world::effect::Ask;
use crate::world::mutex::Mutex;

/// Older keys are fetched again before they are used.
pub(crate) const MAX_AGE_MS: u64 = 10 * 60 * 1000;

/// For so long after a fetch, an id that it did not bring counts as unknown.
pub(crate) const COOL_DOWN_MS: u64 = 30 * 1000;

#[derive(Default)]
pub(crate) struct Keys {
    keys: StateCell<Vec<RsaKey>>,
    fetched_at_ms: Cell<Option<u64>>,
    /// Calls at the same time fetch them once.
    pub fetching: Mutex,
}

impl Keys {
    /// The check of a token, where its key is known.
    pub fn ask(&self, token: &str) -> Option<Ask> {
        let Signed { key_id, input, signature } = jwt::signed(token)?;
        let key = self.keys.borrow().iter().find(|key| key.id == key_id).cloned()?;
        Some(Ask::Verify { key, message: input.as_bytes().to_owned(), signature })
    }

    /// Nothing is known of their age where the clock was set back since.
    pub fn are_younger_than(&self, age_ms: u64, now_ms: u64) -> bool {
        self.fetched_at_ms.get().and_then(|at| now_ms.checked_sub(at)).is_some_and(|age| age < age_ms)
    }

    pub fn fetched(&self, keys: Vec<RsaKey>, now_ms: u64) {
        self.keys.replace(keys);
        self.fetched_at_ms.set(Some(now_ms));
    }
}
