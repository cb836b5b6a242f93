//! The session of one client as a pure machine: what happens to it goes in, what follows from that comes out.
//!
//! The rules are numbered in [`crate::session`]. Nothing here waits, reads a clock or knows a store: [`Machine::on`] is given the
//! time and returns [`FollowUp`]s, which its driver does in their order.

use zeroize::Zeroizing;

use crate::session::boundary::{Epoch, FollowUp, Generation, Gone, Input, Look, Reach, Start};
use crate::session::event::EventKind;
use crate::session::kept::Kept;
use crate::session::record::Record;
use crate::session::stamp::Stamp;
use crate::uvid::Uvid;

/// Where a client has its state from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// This client has made it, or has written it once more.
    Own,
    /// Another client has, or there was none yet.
    Others,
    /// There is no session only because the store no longer had it: a guess (rule 5).
    Guess,
}

/// The state.
pub(crate) struct Machine {
    reach: Reach,
    kept: Option<Kept>,
    stamp: Stamp,
    /// The `began` of the session that this client had before.
    last_began: u64,
    source: Source,
    /// Whether the store is known to have had this state. Only then does its absence mean anything (rule 5).
    is_stored: bool,
    /// Whether a look has noticed a crossing, and the one that mends is still to come (rule 6).
    is_mending: bool,
    /// The renewal that listeners hear of when the store has it (rule 2).
    untold: Option<Stamp>,
    epoch: Epoch,
    generation: Generation,
    /// The generation that the last sign-out, in whichever tab, began.
    last_sign_out: Generation,
}

impl Machine {
    /// Without a session.
    pub fn new(reach: Reach) -> Self {
        Self {
            reach,
            kept: None,
            stamp: Stamp::default(),
            last_began: 0,
            source: Source::Others,
            is_stored: false,
            is_mending: false,
            untold: None,
            epoch: Epoch::default(),
            generation: Generation::default(),
            last_sign_out: Generation::default(),
        }
    }

    pub fn reach(&self) -> Reach {
        self.reach
    }

    pub fn kept(&self) -> Option<&Kept> {
        self.kept.as_ref()
    }

    /// The visitor id of a guest's session: what a login carries on.
    pub fn guest(&self) -> Option<&Uvid> {
        self.kept().filter(|kept| kept.is_guest())?.visitor.as_ref()
    }

    /// Whether this session, at this renewal, is still the one.
    pub fn has(&self, session: &Kept) -> bool {
        self.kept() == Some(session)
    }

    pub fn is_own(&self) -> bool {
        self.source == Source::Own
    }

    /// Tells the session from any other, whatever was renewed.
    pub fn session_number(&self) -> u64 {
        self.stamp.began
    }

    /// The state, as the store and the other tabs get it.
    pub fn record(&self) -> Record {
        Record { stamp: self.stamp, kept: self.kept.clone() }
    }

    /// The stamp of the session, where the store is known to have it: what a look into the store begins with, for [`Input::Looked`].
    pub fn stored_stamp(&self) -> Option<Stamp> {
        (self.kept.is_some() && self.is_stored).then_some(self.stamp)
    }

    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    pub fn start(&self) -> Start {
        Start { epoch: self.epoch, session_number: self.session_number() }
    }

    /// Why a session that comes now comes too late (rule 9).
    pub fn overtaken(&self, start: Start, new: &Kept) -> Option<Gone> {
        let is_another = start.session_number != self.session_number();
        let is_user_s = self.kept().is_some_and(|kept| !kept.is_guest());
        if start.epoch != self.epoch {
            Some(Gone::SignedOut)
        } else if new.is_guest() && is_user_s && is_another {
            Some(Gone::Replaced)
        } else {
            None
        }
    }

    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// The session as it stands, for a call that began in this generation: renewed perhaps, but no other person's (rule 10).
    pub fn session_of(&self, generation: Generation) -> Result<&Kept, Gone> {
        if generation == self.generation {
            self.kept().ok_or(Gone::NeverThere)
        } else if self.last_sign_out > generation {
            Err(Gone::SignedOut)
        } else {
            Err(Gone::Replaced)
        }
    }

    /// Takes one thing that has happened, at this time of the device's clock in milliseconds, and returns what follows from it.
    #[must_use]
    pub fn on(&mut self, input: Input, now: u64) -> Vec<FollowUp> {
        let mut follow_ups = Vec::new();
        match input {
            Input::Began(start, new) if self.overtaken(start, &new).is_some() => {
                self.revoke_unused(&new, &mut follow_ups);
            }
            Input::Began(_, new) => {
                let event = new.beginning();
                let replaced = self.change(event, Some(new), now, &mut follow_ups);
                follow_ups.push(FollowUp::Tell(event, false));
                self.revoke(replaced.as_ref(), &mut follow_ups);
            }
            Input::Renewed(old, new) => self.renewed(&old, new, now, &mut follow_ups),
            Input::SignedOut => {
                self.epoch = self.epoch.next();
                if self.kept.is_some() {
                    self.end(EventKind::SignedOut, now, &mut follow_ups);
                }
            }
            Input::Expired(session) if self.has(&session) => self.end(EventKind::Expired, now, &mut follow_ups),
            Input::Expired(_) => {}
            Input::Heard(record) => self.heard(&record, now, &mut follow_ups),
            Input::Looked(Look::Mending, _, found) => self.mend(found.as_deref(), now, &mut follow_ups),
            Input::Looked(look, _, Some(found)) => self.found(look, &found, now, &mut follow_ups),
            Input::Looked(look, before, None) => self.missed(look, before, &mut follow_ups),
            Input::Written(stamp, is_done) => self.written(stamp, is_done, &mut follow_ups),
        }
        follow_ups
    }

    /// Rules 2 and 8.
    fn renewed(&mut self, old: &Kept, new: Kept, now: u64, follow_ups: &mut Vec<FollowUp>) {
        if self.has(old) {
            self.change(EventKind::Refreshed, Some(new), now, follow_ups);
            self.untold = Some(self.stamp);
        } else {
            self.revoke_unused(&new, follow_ups);
        }
    }

    /// Rule 8: what a login or a renewal has brought that came too late.
    fn revoke_unused(&self, late: &Kept, follow_ups: &mut Vec<FollowUp>) {
        self.revoke_token(late.revocable(), follow_ups);
    }

    /// Rule 8: the refresh token of a session that is no longer used.
    fn revoke(&self, session: Option<&Kept>, follow_ups: &mut Vec<FollowUp>) {
        if let Some(token) = session.and_then(Kept::refresh_token) {
            self.revoke_token(token, follow_ups);
        }
    }

    /// But not a token that the session lives by: a site may give the same one again, and another tab may have renewed the same
    /// session, in an app that does not rotate refresh tokens.
    fn revoke_token(&self, token: &str, follow_ups: &mut Vec<FollowUp>) {
        if self.kept().is_none_or(|current| current.revocable() != token) {
            follow_ups.push(FollowUp::Revoke(Zeroizing::new(token.to_owned())));
        }
    }

    fn end(&mut self, event: EventKind, now: u64, follow_ups: &mut Vec<FollowUp>) {
        self.change(event, None, now, follow_ups);
        follow_ups.push(FollowUp::Tell(event, false));
    }

    /// A change that is made here. Returns the state before.
    fn change(
        &mut self,
        event: EventKind,
        new: Option<Kept>,
        now: u64,
        follow_ups: &mut Vec<FollowUp>,
    ) -> Option<Kept> {
        // Drawn by the token, which no other session has: so nothing more random is needed.
        let sum = |sum: u16, byte: u8| sum.wrapping_mul(31).wrapping_add(byte.into());
        let part = new.as_ref().map_or(0, |kept| kept.tokens.access.expose().bytes().fold(0, sum));
        let old = self.replace(event, Source::Own, self.stamp.next(event, now, part), new);
        self.write(follow_ups);
        old
    }

    /// Has the state written: because it is new, or once more (rule 4).
    fn write(&mut self, follow_ups: &mut Vec<FollowUp>) {
        self.source = Source::Own;
        self.is_stored = false;
        follow_ups.push(FollowUp::Write);
    }

    /// The one place where the session changes hands, and where a generation ends (rule 10). Returns the state before.
    fn replace(&mut self, event: EventKind, source: Source, stamp: Stamp, new: Option<Kept>) -> Option<Kept> {
        let is_same_visitor =
            self.guest().is_some_and(|visitor| new.as_ref().and_then(|new| new.visitor.as_ref()) == Some(visitor));
        if event != EventKind::Refreshed && !is_same_visitor {
            self.generation = self.generation.next();
        }
        if event == EventKind::SignedOut {
            self.last_sign_out = self.generation;
        }
        self.untold = None;
        self.source = source;
        if self.kept.is_some() {
            self.last_began = self.stamp.began;
        }
        self.stamp = stamp;
        std::mem::replace(&mut self.kept, new)
    }

    /// Rule 3. Adopts a state that is newer than this client's. The event describes the change of this client's state: it may
    /// have missed some of the other's changes.
    fn adopt(&mut self, record: &Record, follow_ups: &mut Vec<FollowUp>) -> bool {
        // The very same state is news where its session was taken for gone (rule 5).
        let is_back = record.stamp == self.stamp && self.kept.is_none() && record.kept.is_some();
        if record.stamp <= self.stamp && !is_back {
            return false;
        }
        let is_same_session = record.stamp.began == self.stamp.began;
        let event = match &record.kept {
            Some(_) if is_same_session && self.kept.is_some() => EventKind::Refreshed,
            Some(new) => new.beginning(),
            None if is_same_session => EventKind::Expired,
            None => EventKind::SignedOut,
        };
        // Among documents of a tab no other one knows of it (rule 8).
        let is_lost = self.reach == Reach::Tab && self.is_own() && !is_same_session;
        self.is_stored = false;
        let has_one = record.kept.is_some();
        let old = self.replace(event, Source::Others, record.stamp, record.kept.clone());
        if old.is_some() || has_one {
            follow_ups.push(FollowUp::Tell(event, true));
        }
        self.revoke(old.as_ref().filter(|_| is_lost), follow_ups);
        true
    }

    /// Rules 3, 4 and 6.
    fn heard(&mut self, record: &Record, now: u64, follow_ups: &mut Vec<FollowUp>) {
        self.yield_to(record, now, false);
        let was_own = self.is_own();
        if record.stamp < self.stamp {
            if was_own {
                self.insist(record, follow_ups);
            }
            follow_ups.push(FollowUp::Look(Look::Mending));
        } else if self.adopt(record, follow_ups) {
            if was_own {
                follow_ups.push(FollowUp::Look(Look::Mending));
            } else if self.kept.is_some() {
                // Its absence will mean something only if a look has found it in the store (rule 5).
                follow_ups.push(FollowUp::Look(Look::Routine));
            }
        }
    }

    /// Rules 4 and 8: writes this client's state once more, over that one.
    fn insist(&mut self, older: &Record, follow_ups: &mut Vec<FollowUp>) {
        self.write(follow_ups);
        let is_another = older.stamp.began < self.stamp.began;
        self.revoke(older.kept.as_ref().filter(|_| is_another), follow_ups);
    }

    /// Rule 4: lets go of a stamp in the future where there is nothing but a stamp, or where this document `slept`. The device's clock
    /// was set back, and whoever has begun a session by the clock as it is now knew nothing of the sign-out before, or knew more
    /// than this document. A renewal of the session that was signed out is no such session: it has crossed the sign-out.
    fn yield_to(&mut self, record: &Record, now: u64, slept: bool) {
        let may_yield = self.kept.is_none() || slept;
        let is_another = record.kept.is_some() && record.stamp.began != self.last_began;
        if may_yield && is_another && record.stamp.began_ms() <= now && now < self.stamp.began_ms() {
            self.stamp = Stamp::default();
            self.source = Source::Others;
        }
    }

    /// Rules 3, 4 and 6, for what stands in the store.
    fn found(&mut self, look: Look, record: &Record, now: u64, follow_ups: &mut Vec<FollowUp>) {
        self.yield_to(record, now, look == Look::Waking);
        let was_own = self.is_own();
        if record.stamp < self.stamp {
            match self.reach {
                Reach::Tab if was_own => self.insist(record, follow_ups),
                Reach::Origin if self.was_stored() && !self.is_mending => {
                    // A tab without a channel has written over it without knowing it.
                    self.is_stored = false;
                    self.is_mending = true;
                    follow_ups.push(FollowUp::Look(Look::Mending));
                }
                _ => {}
            }
        } else if self.take_stored(record, follow_ups) && was_own && self.reach == Reach::Origin {
            // What this client has written may come last all the same.
            follow_ups.push(FollowUp::Look(Look::Mending));
        }
    }

    /// Whether the store had this state, as far as that is known: what was adopted its maker has written.
    fn was_stored(&self) -> bool {
        match self.source {
            Source::Own => self.is_stored,
            Source::Others => true,
            Source::Guess => false,
        }
    }

    fn take_stored(&mut self, record: &Record, follow_ups: &mut Vec<FollowUp>) -> bool {
        let stamp = record.stamp;
        let is_new = self.adopt(record, follow_ups);
        if stamp == self.stamp {
            self.is_stored = true;
        }
        is_new
    }

    /// Rule 5: the store has no session.
    fn missed(&mut self, look: Look, before: Option<Stamp>, follow_ups: &mut Vec<FollowUp>) {
        let is_told_of_sign_outs = look == Look::Routine && self.reach == Reach::Origin;
        if !is_told_of_sign_outs && before.is_some() && before == self.stored_stamp() {
            self.replace(EventKind::SignedOut, Source::Guess, self.stamp, None);
            follow_ups.push(FollowUp::Tell(EventKind::SignedOut, true));
        }
    }

    /// Rule 6: the store must not have an older state than this client, because the tab that wrote the newer one may be gone by now.
    fn mend(&mut self, found: Option<&Record>, now: u64, follow_ups: &mut Vec<FollowUp>) {
        self.is_mending = false;
        let Some(record) = found else {
            if self.kept.is_some() {
                self.write(follow_ups);
            }
            return;
        };
        self.yield_to(record, now, false);
        if record.stamp < self.stamp {
            if self.source != Source::Guess {
                self.insist(record, follow_ups);
            }
        } else {
            self.take_stored(record, follow_ups);
        }
    }

    /// Rule 2.
    fn written(&mut self, stamp: Stamp, is_done: bool, follow_ups: &mut Vec<FollowUp>) {
        if stamp == self.stamp {
            self.is_stored = is_done;
        } else if !self.is_own() {
            // It may have come over the state that was taken over meanwhile, which another client has written (rule 6).
            follow_ups.push(FollowUp::Look(Look::Mending));
        }
        if self.untold.take_if(|untold| *untold == stamp).is_some() {
            follow_ups.push(FollowUp::Tell(EventKind::Refreshed, false));
        }
        if !is_done {
            follow_ups.push(FollowUp::Tell(EventKind::StorageFailed, false));
        }
    }
}

#[cfg(test)]
mod tests;
