//! Refreshes that are under way. A site refuses a second refresh of the same token meanwhile, and the token stays good.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Refresh tokens whose refresh is under way.
#[derive(Clone, Default)]
pub struct UnderWay(Arc<Mutex<HashSet<String>>>);

/// A refresh that is under way. It is over when this is dropped, however its request ended.
pub struct Flight {
    token: String,
    all: UnderWay,
}

impl UnderWay {
    /// `None` while another refresh of this token is under way.
    pub fn begin(&self, token: &str) -> Option<Flight> {
        let is_first = self.tokens().insert(token.to_owned());
        is_first.then(|| Flight { token: token.to_owned(), all: self.clone() })
    }

    fn tokens(&self) -> MutexGuard<'_, HashSet<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.all.tokens().remove(&self.token);
    }
}
