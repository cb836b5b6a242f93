//! Making, changing and removing sites and apps.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde_json::{Map, Value, json};

use super::{Refused, Text, bad, find, object};
use crate::{
    settings::{AppSettings, Preset, Wrong, read},
    site::Site,
    world::{World, lock},
};

type Door = State<Arc<World>>;

pub async fn create(State(world): Door, Text(body): Text) -> Result<(StatusCode, Json<Value>), Refused> {
    let (preset, body) = split_preset(object(&body)?)?;
    let site = world.create(None, preset, body)?;
    Ok((StatusCode::CREATED, Json(describe(&lock(&site)))))
}

/// Takes the preset out of a body that makes a site.
pub fn split_preset(mut body: Map<String, Value>) -> Result<(Preset, Map<String, Value>), Wrong> {
    let preset = match body.remove("preset") {
        Some(value) => read(value).map_err(|Wrong(why)| Wrong(format!("preset: {why}")))?,
        None => Preset::default(),
    };
    Ok((preset, body))
}

pub async fn change(State(world): Door, Path(id): Path<String>, Text(body): Text) -> Result<Json<Value>, Refused> {
    let site = find(&world, &id)?;
    let body = object(&body)?;
    if body.contains_key("preset") {
        return Err(bad("preset: a live site keeps the preset it was made from"));
    }
    let mut site = lock(&site);
    site.settle();
    site.patch(body)?;
    Ok(Json(describe(&site)))
}

pub async fn remove(State(world): Door, Path(id): Path<String>) -> Result<StatusCode, Refused> {
    find(&world, &id)?;
    world.remove(&id);
    Ok(StatusCode::NO_CONTENT)
}

pub async fn show(State(world): Door, Path(id): Path<String>) -> Result<Json<Value>, Refused> {
    let site = find(&world, &id)?;
    let mut site = lock(&site);
    site.settle();
    let mut shown = describe(&site);
    if let Some(shown) = shown.as_object_mut() {
        shown.insert("settings".into(), json!(site.settings));
        shown.insert("remembered".into(), json!(site.remembered()));
    }
    Ok(Json(shown))
}

pub async fn list(State(world): Door) -> Json<Value> {
    Json(world.all().iter().map(|site| describe(&lock(site))).collect())
}

/// A further app of the site's org, as in preset `fresh` but for the settings in the body: under `app`, as in the body
/// that makes a site, or by themselves.
pub async fn add_app(
    State(world): Door,
    Path(id): Path<String>,
    Text(body): Text,
) -> Result<(StatusCode, Json<Value>), Refused> {
    let site = find(&world, &id)?;
    let mut body = object(&body)?;
    let settings = match (body.remove("app"), body.keys().next()) {
        (None, _) => body,
        (Some(_), Some(key)) => return Err(bad(&format!("{key}: unknown key beside app"))),
        (Some(Value::Object(app)), None) => app,
        (Some(_), None) => return Err(bad("app: must be an object")),
    };
    let client = lock(&site).add_app(AppSettings::create(settings)?);
    let body = json!({ "clientId": client.id, "clientSecret": client.secret });
    Ok((StatusCode::CREATED, Json(body)))
}

/// Removes an app from the site's org, the first one included.
pub async fn remove_app(
    State(world): Door,
    Path((id, client_id)): Path<(String, String)>,
) -> Result<StatusCode, Refused> {
    let site = find(&world, &id)?;
    let removed = lock(&site).remove_app(&client_id);
    let unknown = || Refused(StatusCode::NOT_FOUND, "not_found", "no app of this org has this client id".into());
    if removed { Ok(StatusCode::NO_CONTENT) } else { Err(unknown()) }
}

/// What a client needs to talk to the site.
pub fn describe(site: &Site) -> Value {
    let users = site.settings.users.iter().map(|user| {
        json!({
            "id": user.id,
            "username": user.username,
            "password": user.password,
            "email": user.email,
            "profile": user.profile,
        })
    });
    let client = site.main_client();
    json!({
        "id": site.id,
        "siteUrl": site.url,
        "clientId": client.id,
        "clientSecret": client.secret,
        "redirectUri": site.settings.app.callback_urls.first().cloned().unwrap_or_else(|| site.echo_url()),
        "orgId": site.org_id,
        "users": users.collect::<Vec<_>>(),
    })
}
