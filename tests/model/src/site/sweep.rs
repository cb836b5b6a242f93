//! Forgetting, so that memory stays flat however long the server runs.

use super::Site;

const EVERY_MS: i64 = 60_000;
const HOUR_MS: i64 = 3_600_000;

impl Site {
    pub(super) fn sweep_if_due(&mut self, now: i64) {
        if now - self.last_sweep >= EVERY_MS {
            self.last_sweep = now;
            self.sweep(now);
        }
    }

    /// Drops everything that no answer depends on any more.
    fn sweep(&mut self, now: i64) {
        let code_lifetime_ms = i64::from(self.settings.switches.code_lifetime_seconds) * 1000;
        self.codes.sweep(now, code_lifetime_ms);
        self.otps.sweep(&self.settings.switches, now);
        self.frontdoors.retain(|_, ends| now < *ends);
        for logins in self.logins.values_mut() {
            logins.retain(|at| *at > now - HOUR_MS);
        }
        self.logins.retain(|_, logins| !logins.is_empty());
        let mut tokens = std::mem::take(&mut self.tokens);
        tokens.sweep(now, |client_id| self.app(Some(client_id)).ok().map(|app| app.settings));
        self.tokens = tokens;
    }

    /// How many codes, tokens and one-time codes the site remembers.
    pub fn remembered(&self) -> usize {
        self.codes.len() + self.tokens.len() + self.otps.len() + self.frontdoors.len()
    }
}
