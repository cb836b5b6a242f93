//! The order of states.

use crate::session::event::EventKind;

/// Which of two states is the newer one: a later sign-in or sign-out before all, then a later renewal. So a renewal of an old
/// session never undoes what another tab has done. Times are of the device's clock, which all its tabs have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stamp {
    /// When this session began, or the one before it was signed out, in 1024ths of a millisecond: those say which one is the
    /// later of two that begin in the same millisecond in two tabs. Browsers restore many tabs at once.
    pub began: u64,
    /// When it was renewed last. Nothing comes after the end of a session but another session.
    pub renewed: u64,
}

impl Stamp {
    /// The stamp of what follows by this event, in this millisecond and at this part of it.
    pub fn next(self, event: EventKind, now: u64, part: u16) -> Self {
        match event {
            EventKind::Refreshed | EventKind::StorageFailed => {
                Self { renewed: now.max(self.renewed.saturating_add(1)), ..self }
            }
            EventKind::Expired => Self { renewed: LAST, ..self },
            EventKind::SignedIn | EventKind::Guest | EventKind::SignedOut => {
                // A clock that was set back was set back for all tabs. Two of them may compute the same next millisecond, so the
                // part is needed here, too.
                let ms = if now < self.began_ms() { self.began_ms().saturating_add(1) } else { now };
                // A sign-out has a part of its own, so that it is not taken for a sign-in.
                let part =
                    if event == EventKind::SignedOut { 0 } else { (u64::from(part) % LAST_PART).saturating_add(1) };
                let began = ms.saturating_mul(PARTS).saturating_add(part);
                Self { began: began.max(self.began.saturating_add(1)), renewed: 0 }
            }
        }
    }

    /// Whether a client may have made it.
    pub fn is_possible(self) -> bool {
        self.began_ms() <= LAST && self.renewed <= LAST
    }

    /// The millisecond in which it began.
    pub fn began_ms(self) -> u64 {
        self.began / PARTS
    }
}

/// How many parts of a millisecond are told apart. A JavaScript number holds such times until the year 2248.
const PARTS: u64 = 1024;
const LAST_PART: u64 = 1023;

/// The last moment that a JavaScript `Date` can tell.
const LAST: u64 = 8_640_000_000_000_000;

#[cfg(test)]
pub(crate) mod testing {
    use super::*;

    /// One that needs every digit a JavaScript number has.
    pub(crate) const LATEST: Stamp = Stamp { began: 1_767_600_740_001 * PARTS + 1, renewed: LAST };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_that_begin_at_once_are_told_apart_wherever_the_clock_stands() {
        let before = Stamp::default().next(EventKind::SignedIn, 100, 0);
        for now in [1, 99, 100, 101] {
            let (one, two) = (before.next(EventKind::SignedIn, now, 7), before.next(EventKind::Guest, now, 8));
            assert!(before < one && one < two, "at {now}");
        }
    }

    #[test]
    fn one_in_the_same_millisecond_stays_in_it() {
        let before = Stamp::default().next(EventKind::SignedIn, 100, 0);
        assert_eq!(before.next(EventKind::SignedIn, 100, 5).began_ms(), 100);
        assert_eq!(before.next(EventKind::SignedIn, 99, 5).began_ms(), 101, "the clock was set back");
    }

    #[test]
    fn what_no_clock_can_tell_is_not_possible() {
        assert!(testing::LATEST.is_possible() && Stamp::default().is_possible());
        let last = Stamp { began: LAST * PARTS + LAST_PART, renewed: LAST };
        assert!(last.is_possible());
        assert!(!Stamp { began: last.began + 1, ..last }.is_possible(), "a sign-out could not come after it");
        assert!(!Stamp { renewed: LAST + 1, ..last }.is_possible());
    }

    #[test]
    fn a_sign_in_or_a_sign_out_comes_before_any_renewal_of_what_was_before() {
        let first = Stamp::default().next(EventKind::SignedIn, 100, 0);
        let renewed = first.next(EventKind::Refreshed, 900, 0);
        let elsewhere = first.next(EventKind::SignedIn, 200, 0);
        assert!(first < renewed && renewed < elsewhere);
        assert!(renewed < first.next(EventKind::SignedOut, 50, 0), "whatever the clock says");
        let expired = renewed.next(EventKind::Expired, 1000, 0);
        assert!(renewed.next(EventKind::Refreshed, 2000, 0) < expired && expired < elsewhere);
        assert!(renewed < renewed.next(EventKind::Refreshed, 1, 0), "whatever the clock says");
    }
}
