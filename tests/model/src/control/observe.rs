//! Looking at a live site and interfering with it.

use ::http::Response;
use bytes::Bytes;
use serde_json::{Value, json};

use super::visit::{Refused, Visit, bad, json as answer, no_content};
use crate::{
    http::faults::Fault,
    settings::{Wrong, read},
    site::{Site, tokens::Who},
    world::lock,
};

/// A hundred years; more would only overflow.
const FURTHEST_SEC: f64 = 100.0 * 366.0 * 86_400.0;

pub fn outbox(visit: &Visit) -> Result<Response<Bytes>, Refused> {
    Ok(answer(&json!(lock(&visit.site()?).otps.outbox)))
}

pub fn requests(visit: &Visit) -> Result<Response<Bytes>, Refused> {
    Ok(answer(&lock(&visit.site()?).log.entries().map(|entry| json!(entry)).collect()))
}

pub fn clear_requests(visit: &Visit) -> Result<Response<Bytes>, Refused> {
    lock(&visit.site()?).log.clear();
    Ok(no_content())
}

/// Moves the site's clock forward. It never goes back: what expired stays expired.
pub fn clock(visit: &Visit) -> Result<Response<Bytes>, Refused> {
    let site = visit.site()?;
    let body = visit.object()?;
    if let Some(key) = body.keys().find(|key| *key != "advanceSec") {
        return Err(bad(&format!("{key}: unknown key, expected advanceSec")));
    }
    let seconds = body.get("advanceSec").and_then(Value::as_f64);
    let seconds = seconds.filter(|seconds| (0.0..=FURTHEST_SEC).contains(seconds));
    let seconds = seconds.ok_or_else(|| bad("advanceSec: must be a number of seconds, not negative"))?;
    let mut site = lock(&site);
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
    site.advance_clock((seconds * 1000.0).round() as i64);
    Ok(answer(&json!({ "now": site.now() })))
}

/// Adds faults; an empty list takes all away. Answers how many wait now.
pub fn faults(visit: &Visit) -> Result<Response<Bytes>, Refused> {
    let site = visit.site()?;
    let text = visit.text()?;
    let body: Value = serde_json::from_str(text).map_err(|error| bad(&format!("the body is not JSON: {error}")))?;
    if !body.as_array().is_some_and(|faults| faults.iter().all(Value::is_object)) {
        return Err(bad("the body must be a JSON array of objects"));
    }
    let faults: Vec<Fault> = read(body)?;
    for fault in &faults {
        fault.check().map_err(|message| Refused::from(Wrong(message)))?;
    }
    let mut site = lock(&site);
    if faults.is_empty() {
        site.faults.clear();
    }
    site.faults.add(faults);
    Ok(answer(&json!({ "waiting": site.faults.len() })))
}

/// The org's OAuth sessions page.
pub fn oauth_sessions(visit: &Visit) -> Result<Response<Bytes>, Refused> {
    let site = visit.site()?;
    let mut site = lock(&site);
    site.settle();
    Ok(answer(&sessions(&site).into()))
}

pub fn sessions(site: &Site) -> Vec<Value> {
    let now = site.now();
    let mut rows = Vec::new();
    for (id, approval) in site.tokens.approvals() {
        // Of an app that was removed the access tokens live on.
        let app = site.known_app(&approval.client_id);
        let live = app.is_some_and(|app| site.tokens.is_live(id, &app.settings, now));
        if !live {
            continue;
        }
        let user_id = match &approval.grant.who {
            Who::User(id) => Some(id),
            Who::Guest => None,
        };
        let mut row = json!({
            "id": id.to_string(),
            "clientId": approval.client_id,
            "userId": user_id,
            "scopes": approval.grant.scopes,
            "createdAt": approval.created_at,
            "lastUsedAt": approval.last_used_at,
        });
        if let Some(row) = row.as_object_mut() {
            let username = user_id.and_then(|id| site.user(id)).map(|user| json!(user.username));
            row.extend(username.map(|username| ("username".to_owned(), username)));
            row.extend(approval.grant.uvid.as_ref().map(|uvid| ("uvid".to_owned(), json!(uvid))));
        }
        rows.push(row);
    }
    rows
}

/// Revokes a session: its refresh token and every access token, JWTs included.
pub fn end_session(visit: &Visit) -> Result<Response<Bytes>, Refused> {
    let site = visit.site()?;
    let ended = visit.part().parse().is_ok_and(|session| lock(&site).tokens.end(session));
    if ended { Ok(no_content()) } else { Err(Refused::unknown("no OAuth session has this id")) }
}
