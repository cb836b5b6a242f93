//! What happens at a site, in one answer for a page that asks again and again.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde_json::{Value, json};

use crate::{
    control::{describe, observe::sessions},
    site::Site,
};

/// Of the request log and of the outbox, only the newest are sent.
const REQUESTS: usize = 50;
const MESSAGES: usize = 5;

/// `known` is the `mark` of the answer that the page had last: while nothing but the time has changed, only the time is sent.
pub fn state(site: &Site, known: Option<&str>) -> Value {
    let requests: Vec<_> = site.log.entries().collect();
    let outbox: Vec<_> = site.otps.outbox.iter().collect();
    let mut state = describe(site);
    let Some(fields) = state.as_object_mut() else { return state };
    fields.insert("settings".into(), json!(site.settings));
    fields.insert("faults".into(), json!(site.faults.waiting()));
    fields.insert("outbox".into(), json!(newest(&outbox, MESSAGES)));
    fields.insert("requests".into(), json!(newest(&requests, REQUESTS)));
    fields.insert("requestCount".into(), json!(requests.len()));
    fields.insert("sessions".into(), sessions(site).into());
    let mark = mark(&state);
    if known == Some(&mark) {
        return json!({ "mark": mark, "now": site.now() });
    }
    if let Some(fields) = state.as_object_mut() {
        fields.insert("mark".into(), json!(mark));
        fields.insert("now".into(), json!(site.now()));
    }
    state
}

fn newest<T>(items: &[T], count: usize) -> &[T] {
    items.get(items.len().saturating_sub(count)..).unwrap_or_default()
}

fn mark(state: &Value) -> String {
    let mut hasher = DefaultHasher::new();
    state.to_string().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
