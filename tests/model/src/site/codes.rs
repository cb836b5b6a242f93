//! Authorization codes between authorize and token.

use std::collections::HashMap;

use super::tokens::{ApprovalId, Grant};
use crate::ids;

/// How long an expired code is still told from one that never was.
const REMEMBERED_MS: i64 = 24 * 3_600_000;

#[derive(Clone, Debug)]
pub struct Code {
    pub client_id: String,
    pub redirect_uri: String,
    pub challenge: Option<Challenge>,
    pub grant: Grant,
    pub issued_at: i64,
    pub origin: CodeOrigin,
    /// The approval it was exchanged for; kept only where a replay is to end that approval.
    pub spent_on: Option<ApprovalId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeOrigin {
    Headless,
    /// The web server flow, which the switches of the headless flow do not concern.
    Redirect,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Challenge {
    S256(String),
    Plain(String),
}

#[derive(Default)]
pub struct Codes(HashMap<String, Code>);

impl Codes {
    pub fn issue(&mut self, code: Code) -> String {
        let text = ids::authorization_code();
        self.0.insert(text.clone(), code);
        text
    }

    pub fn get(&self, text: &str) -> Option<&Code> {
        self.0.get(text)
    }

    /// Uses a code up. It is forgotten, because a used code is answered like an unknown one, unless a replay must be
    /// recognised.
    pub fn spend(&mut self, text: &str, approval: ApprovalId, recognise_replay: bool) {
        match self.0.get_mut(text) {
            Some(code) if recognise_replay => code.spent_on = Some(approval),
            _ => drop(self.0.remove(text)),
        }
    }

    pub fn sweep(&mut self, now: i64, lifetime_ms: i64) {
        self.0.retain(|_, code| now < code.issued_at + lifetime_ms + REMEMBERED_MS);
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }
}
