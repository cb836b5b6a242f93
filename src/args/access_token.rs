//! What is asked of an access token.

use std::time::Duration;

/// What is asked of the token.
#[derive(Clone, Copy, Debug, Default)]
pub struct AccessTokenArgs {
    pub(crate) min_ttl: Option<Duration>,
    pub(crate) force_refresh: bool,
}

impl AccessTokenArgs {
    /// The token must be good for at least so long. Default: 60 seconds, but never more than half of its lifetime.
    pub fn min_ttl(mut self, min_ttl: Duration) -> Self {
        self.min_ttl = Some(min_ttl);
        self
    }

    /// Renews the token whatever time it has left.
    pub fn force_refresh(mut self) -> Self {
        self.force_refresh = true;
        self
    }
}
