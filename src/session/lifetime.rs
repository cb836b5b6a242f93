//! How long an access token is good for.
//!
//! The lifetime is the server's word, the age is what has passed on this device since the token arrived. The two clocks are never
//! compared with one another, so a wrong one does no harm.

use crate::session::kept::Kept;

/// The default minimum lifetime, in milliseconds; at most half of the token's own.
fn default_min_ttl_ms(total_ms: u64) -> u64 {
    (total_ms / 2).min(60_000)
}

/// In milliseconds.
pub(crate) struct Lifetime {
    /// `None` where the server does not say, which is the rule for opaque tokens: only a refusal ends them.
    total: Option<u64>,
    age: u64,
}

impl Lifetime {
    /// As it stands at this time of the device's clock.
    pub fn of(kept: &Kept, now: u64) -> Self {
        let issued_at = kept.session.issued_at;
        Self {
            total: kept.session.expires_at.map(|expires_at| expires_at.saturating_sub(issued_at)),
            age: now.saturating_sub(kept.tokens.received_at),
        }
    }

    /// Whether the token is good for at least this long.
    pub fn is_at_least(&self, min_ttl_ms: Option<u64>) -> bool {
        self.total.is_none_or(|total| {
            let wanted = min_ttl_ms.unwrap_or_else(|| default_min_ttl_ms(total));
            self.age < total && total.saturating_sub(self.age) >= wanted
        })
    }

    /// Whether the token is still good.
    pub fn is_valid(&self) -> bool {
        self.total.is_none_or(|total| self.age < total)
    }

    /// Whether it has ended, so long ago that no clock's tolerance makes a difference.
    pub fn is_over(&self, tolerance_ms: u64) -> bool {
        self.total.is_some_and(|total| self.age >= total.saturating_add(tolerance_ms))
    }
}

/// The time, by the device's clock, until which the token has the default minimum lifetime left. `None` if the site states no
/// lifetime: then only a refusal ends it.
#[cfg_attr(not(feature = "js"), allow(dead_code))]
pub(crate) fn good_until(kept: &Kept) -> Option<u64> {
    let total = Lifetime::of(kept, 0).total?;
    if total == 0 {
        return Some(0);
    }
    let end = kept.tokens.received_at.saturating_add(total);
    Some(end.saturating_sub(default_min_ttl_ms(total).max(1))) // at its very end it is good for nothing
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::session::kept::testing::{changed, user};

    fn received_at_5(issued_at: u64, expires_at: u64) -> Kept {
        changed(user("ada"), |session, tokens, _| {
            tokens.received_at = 5;
            (session.issued_at, session.expires_at) = (issued_at, Some(expires_at));
        })
    }

    const HOUR: u64 = 3_600_000;

    fn at(total: u64, age: u64) -> Lifetime {
        Lifetime { total: Some(total), age }
    }

    #[test]
    fn a_minute_is_wanted_but_never_more_than_half_of_the_lifetime() {
        assert!(at(HOUR, HOUR - 60_000).is_at_least(None) && !at(HOUR, HOUR - 59_999).is_at_least(None));
        assert!(at(60_000, 30_000).is_at_least(None) && !at(60_000, 30_001).is_at_least(None));
        assert!(!at(0, 0).is_at_least(None));
    }

    #[test]
    fn what_the_app_wants_is_compared_to_the_millisecond() {
        assert!(at(HOUR, HOUR - 5).is_at_least(Some(5)) && !at(HOUR, HOUR - 5).is_at_least(Some(6)));
        assert!(
            at(HOUR, HOUR - 1).is_at_least(Some(0)) && !at(HOUR, HOUR).is_at_least(Some(0)),
            "what has ended is good for nothing"
        );
        assert!(!at(HOUR, 0).is_at_least(Some(u64::MAX)));
    }

    #[test]
    fn it_ends_with_its_lifetime_and_is_over_after_the_tolerance() {
        assert!(at(HOUR, HOUR - 1).is_valid() && !at(HOUR, HOUR).is_valid());
        assert!(!at(HOUR, HOUR + 59_999).is_over(60_000) && at(HOUR, HOUR + 60_000).is_over(60_000));
        assert!(!at(HOUR, HOUR).is_over(u64::MAX));
    }

    #[test]
    fn the_last_moment_is_the_last_at_which_it_is_good() {
        for total in [0, 1, 2, 3, 60_000, 119_999, 120_001, HOUR] {
            let kept = received_at_5(7, 7 + total);
            let last = good_until(&kept).unwrap();
            assert_eq!(Lifetime::of(&kept, last).is_at_least(None), total > 0, "{total}");
            assert!(!Lifetime::of(&kept, last + 1).is_at_least(None) || total == 0, "{total}");
        }
        assert_eq!(good_until(&user("ada")), None);
    }

    #[test]
    fn without_a_stated_lifetime_only_a_refusal_ends_it() {
        let unstated = Lifetime { total: None, age: u64::MAX };
        assert!(unstated.is_at_least(Some(u64::MAX)) && unstated.is_valid() && !unstated.is_over(0));
    }

    #[test]
    fn neither_clock_matters() {
        let kept = received_at_5(10 * HOUR, 11 * HOUR);
        assert!(Lifetime::of(&kept, 5).is_at_least(Some(HOUR)));
        assert!(Lifetime::of(&kept, 0).is_at_least(Some(HOUR)), "the device's clock was set back");
        assert!(!Lifetime::of(&kept, 5 + HOUR).is_valid());
    }
}
