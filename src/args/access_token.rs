//! What is asked of an access token.

use std::time::Duration;

use crate::config::millis;
use crate::secret::AccessToken;
use crate::session::kept::Kept;
use crate::session::lifetime::Lifetime;

/// What is asked of the token.
#[derive(Clone, Debug, Default)]
pub struct AccessTokenArgs {
    pub(crate) min_ttl_ms: Option<u64>,
    pub(crate) force_refresh: bool,
    pub(crate) refused: Option<AccessToken>,
}

impl AccessTokenArgs {
    /// The token must be good for at least this long. Default: 60 seconds, but never more than half of its lifetime.
    pub fn min_ttl(mut self, min_ttl: Duration) -> Self {
        self.min_ttl_ms = Some(millis(min_ttl));
        self
    }

    /// Renews the token whatever time it has left.
    pub fn force_refresh(mut self) -> Self {
        self.force_refresh = true;
        self
    }

    /// An API has refused this token: renews it, unless a renewal has already put another in its place.
    pub fn refused(mut self, token: AccessToken) -> Self {
        self.refused = Some(token);
        self
    }

    /// Whether this session's token is good enough.
    pub(crate) fn are_met_by(&self, kept: &Kept, now_ms: u64) -> bool {
        !self.force(&kept.tokens.access) && Lifetime::of(kept, now_ms).is_at_least(self.min_ttl_ms)
    }

    /// Whether the session's token is to be renewed whatever time it has left.
    pub(crate) fn force(&self, current: &AccessToken) -> bool {
        self.force_refresh || self.refused.as_ref().is_some_and(|refused| refused.expose() == current.expose())
    }
}
