//! Faults a test puts on the line: the next matching answers go wrong.

use std::time::Duration;

use ::http::{HeaderValue, Response, header};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{call::Call, html, reply::Reply};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Matches the end of the request's path.
    pub path: String,
    /// Any method when absent, except that preflights are only hit by name.
    #[serde(default)]
    pub method: Option<String>,
    #[serde(default = "once")]
    pub times: u32,
    pub kind: Kind,
    #[serde(default = "unavailable")]
    pub status: u16,
    #[serde(default)]
    pub ms: u64,
}

fn once() -> u32 {
    1
}

fn unavailable() -> u16 {
    503
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An HTTP status, and the request is not carried out.
    Status,
    /// Carried out and answered, later.
    Delay,
    /// The connection closes without an answer.
    Drop,
    /// JSON by its content type only.
    Garbage,
    Html,
    /// Carried out, but half of the body is all that arrives.
    Truncate,
}

#[derive(Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    pub fn add(&mut self, faults: Vec<Fault>) {
        self.0.extend(faults);
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// In the order in which they strike.
    pub fn waiting(&self) -> &[Fault] {
        &self.0
    }

    /// The fault that hits this request, used up by one.
    pub fn take(&mut self, call: &Call, full_path: &str) -> Option<Fault> {
        let hits = |fault: &Fault| {
            let method_fits = match &fault.method {
                Some(method) => method.eq_ignore_ascii_case(call.method.as_str()),
                None => call.method != "OPTIONS",
            };
            method_fits && fault.times > 0 && full_path.ends_with(&fault.path)
        };
        let at = self.0.iter().position(hits)?;
        let fault = self.0.get_mut(at)?;
        fault.times -= 1;
        let taken = fault.clone();
        if taken.times == 0 {
            self.0.remove(at);
        }
        Some(taken)
    }
}

impl Fault {
    pub fn check(&self) -> Result<(), String> {
        if !(200..=599).contains(&self.status) {
            return Err("status: must be from 200 to 599".into());
        }
        if self.times == 0 {
            return Err("times: must be 1 or more".into());
        }
        if self.path.is_empty() {
            return Err("path: must not be empty".into());
        }
        Ok(())
    }

    /// The answer that stands in for the real one; `None` where the request is carried out.
    pub fn stand_in(&self) -> Option<Reply> {
        match self.kind {
            Kind::Status => {
                let body = json!({ "error": "server_error", "error_description": "a fault set by the test" });
                Some(Reply::json_with(self.status, &body))
            }
            Kind::Garbage => Some(Reply { body: "{\"access_token\": <<<".into(), ..Reply::json(&json!({})) }),
            Kind::Html => Some(html::page("Maintenance", "<h1>We will be back soon</h1>")),
            Kind::Delay | Kind::Drop | Kind::Truncate => None,
        }
    }

    pub fn delay(&self) -> Duration {
        Duration::from_millis(if self.kind == Kind::Delay { self.ms } else { 0 })
    }
}

/// Announces the whole body and keeps half of it.
pub fn truncate(response: Response<Bytes>) -> Response<Bytes> {
    let (mut parts, body) = response.into_parts();
    parts.headers.insert(header::CONTENT_LENGTH, body.len().into());
    // A redirect has no body to halve, but its connection closes all the same.
    parts.headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    let half = body.slice(..body.len() / 2);
    Response::from_parts(parts, half)
}
