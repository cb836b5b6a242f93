//! Looking at a live site and interfering with it.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde_json::{Value, json};

use super::{Refused, Text, bad, find, object};
use crate::{
    http::faults::Fault,
    settings::{Wrong, read},
    site::{Site, tokens::Who},
    world::{World, lock},
};

type Door = State<Arc<World>>;

/// A hundred years; more would only overflow.
const FURTHEST_SEC: f64 = 100.0 * 366.0 * 86_400.0;

pub async fn outbox(State(world): Door, Path(id): Path<String>) -> Result<Json<Value>, Refused> {
    Ok(Json(json!(lock(&find(&world, &id)?).otps.outbox)))
}

pub async fn requests(State(world): Door, Path(id): Path<String>) -> Result<Json<Value>, Refused> {
    Ok(Json(lock(&find(&world, &id)?).log.entries().map(|entry| json!(entry)).collect()))
}

pub async fn clear_requests(State(world): Door, Path(id): Path<String>) -> Result<StatusCode, Refused> {
    lock(&find(&world, &id)?).log.clear();
    Ok(StatusCode::NO_CONTENT)
}

/// Moves the site's clock forward. It never goes back: what expired stays expired.
pub async fn clock(State(world): Door, Path(id): Path<String>, Text(body): Text) -> Result<Json<Value>, Refused> {
    let site = find(&world, &id)?;
    let body = object(&body)?;
    if let Some(key) = body.keys().find(|key| *key != "advanceSec") {
        return Err(bad(&format!("{key}: unknown key, expected advanceSec")));
    }
    let seconds = body.get("advanceSec").and_then(Value::as_f64);
    let seconds = seconds.filter(|seconds| (0.0..=FURTHEST_SEC).contains(seconds));
    let seconds = seconds.ok_or_else(|| bad("advanceSec: must be a number of seconds, not negative"))?;
    let mut site = lock(&site);
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
    site.advance_clock((seconds * 1000.0) as i64);
    Ok(Json(json!({ "now": site.now() })))
}

/// Adds faults; an empty list takes all away. Answers how many wait now.
pub async fn faults(State(world): Door, Path(id): Path<String>, Text(body): Text) -> Result<Json<Value>, Refused> {
    let site = find(&world, &id)?;
    let body: Value = serde_json::from_str(&body).map_err(|error| bad(&format!("the body is not JSON: {error}")))?;
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
    Ok(Json(json!({ "waiting": site.faults.len() })))
}

/// The org's OAuth sessions page.
pub async fn oauth_sessions(State(world): Door, Path(id): Path<String>) -> Result<Json<Value>, Refused> {
    let site = find(&world, &id)?;
    let mut site = lock(&site);
    site.settle();
    Ok(Json(sessions(&site).into()))
}

pub fn sessions(site: &Site) -> Vec<Value> {
    let now = site.now();
    let mut rows = Vec::new();
    for (id, approval) in site.tokens.approvals() {
        let live = site.app(Some(&approval.client_id)).is_ok_and(|app| site.tokens.is_live(id, &app.settings, now));
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
pub async fn end_session(
    State(world): Door,
    Path((id, session)): Path<(String, String)>,
) -> Result<StatusCode, Refused> {
    let site = find(&world, &id)?;
    let ended = session.parse().is_ok_and(|session| lock(&site).tokens.end(session));
    let unknown = || Refused(StatusCode::NOT_FOUND, "not_found", "no OAuth session has this id".into());
    if ended { Ok(StatusCode::NO_CONTENT) } else { Err(unknown()) }
}
