//! One-time codes and the outbox they are "sent" to.

use std::collections::{HashMap, VecDeque};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{ids, settings::Switches};

const HOUR_MS: i64 = 3_600_000;
/// Messages the outbox keeps.
const OUTBOX_SIZE: usize = 1000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    Email,
    Sms,
}

impl Method {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "email" => Some(Self::Email),
            "sms" => Some(Self::Sms),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    Registration,
    PasswordlessLogin,
    ForgotPassword,
}

/// A message as a person would receive it.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    pub to: String,
    pub method: Method,
    pub otp: String,
    pub purpose: Purpose,
}

/// What a right code leads to.
#[derive(Clone, Debug)]
pub enum Subject {
    User(String),
    /// The data that registration queued.
    NewUser(Box<NewUser>),
    /// No user: the start was answered as for a real one, and no code ever fits.
    Nobody,
}

#[derive(Clone, Debug)]
pub struct NewUser {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub username: String,
    pub mobile_phone: String,
    pub password: String,
    pub custom_data: Value,
}

/// A one-time code to make and send.
pub struct Start {
    pub purpose: Purpose,
    pub method: Method,
    pub subject: Subject,
    pub to: String,
}

#[derive(Clone, Debug)]
pub struct Waiting {
    pub purpose: Purpose,
    pub method: Method,
    pub subject: Subject,
    otp: String,
    created_at: i64,
    wrong: u32,
}

pub enum Verdict<'a> {
    Right(&'a Waiting),
    Wrong,
    /// Too many wrong codes came before.
    Exhausted,
}

#[derive(Default)]
pub struct Otps {
    waiting: HashMap<String, Waiting>,
    starts: HashMap<(Purpose, String), VecDeque<i64>>,
    pub outbox: VecDeque<Message>,
}

fn lifetime_ms(switches: &Switches) -> i64 {
    i64::from(switches.otp_lifetime_seconds) * 1000
}

impl Otps {
    /// Counts a start for this name; false when the hour's allowance is used up.
    pub fn count_start(&mut self, purpose: Purpose, name: &str, switches: &Switches, now: i64) -> bool {
        let starts = self.starts.entry((purpose, name.to_lowercase())).or_default();
        while starts.front().is_some_and(|at| *at <= now - HOUR_MS) {
            starts.pop_front();
        }
        let allowed = starts.len() < switches.otp_starts_per_hour;
        if allowed {
            starts.push_back(now);
        }
        allowed
    }

    /// Makes a code and sends it, if there is anybody to send it to. Returns the identifier it waits under: the one
    /// given, whose earlier code is then void, or a fresh one.
    pub fn start(&mut self, start: Start, identifier: Option<String>, switches: &Switches, now: i64) -> String {
        let Start { purpose, method, subject, to } = start;
        let otp = ids::random_digits(switches.otp_digits);
        if !matches!(subject, Subject::Nobody) {
            if self.outbox.len() == OUTBOX_SIZE {
                self.outbox.pop_front();
            }
            self.outbox.push_back(Message { to, method, otp: otp.clone(), purpose });
        }
        let identifier = identifier.unwrap_or_else(|| BASE64.encode(ids::record_id("0Qt")));
        let waiting = Waiting { purpose, method, subject, otp, created_at: now, wrong: 0 };
        self.waiting.insert(identifier.clone(), waiting);
        identifier
    }

    pub fn get(&self, identifier: &str) -> Option<&Waiting> {
        self.waiting.get(identifier)
    }

    /// Compares a code. The first `attempts` wrong ones are told so, after that everything is refused. A right code stays
    /// good until `finish`, because the step it belongs to may fail for another reason.
    pub fn verify(&mut self, identifier: &str, otp: &str, attempts: u32, switches: &Switches, now: i64) -> Verdict<'_> {
        let lifetime_ms = lifetime_ms(switches);
        let Some(waiting) = self.waiting.get_mut(identifier) else { return Verdict::Wrong };
        if waiting.wrong >= attempts {
            return Verdict::Exhausted;
        }
        let fits = waiting.otp == otp && !matches!(waiting.subject, Subject::Nobody);
        if fits && now < waiting.created_at + lifetime_ms {
            return Verdict::Right(waiting);
        }
        waiting.wrong += 1;
        Verdict::Wrong
    }

    pub fn finish(&mut self, identifier: &str) {
        self.waiting.remove(identifier);
    }

    pub fn sweep(&mut self, switches: &Switches, now: i64) {
        let lifetime_ms = lifetime_ms(switches);
        self.waiting.retain(|_, waiting| now < waiting.created_at + lifetime_ms);
        for starts in self.starts.values_mut() {
            starts.retain(|at| *at > now - HOUR_MS);
        }
        self.starts.retain(|_, starts| !starts.is_empty());
    }

    pub fn len(&self) -> usize {
        self.waiting.len()
    }
}
