//! Making, changing and removing sites and apps.

use ::http::{Response, StatusCode};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::visit::{Refused, Visit, bad, json as answer, json_with, no_content};
use crate::{
    settings::{AppSettings, Preset, Wrong, read},
    site::Site,
    world::lock,
};

pub fn create(visit: &Visit) -> Result<Response<Bytes>, Refused> {
    let (preset, body) = split_preset(visit.object()?)?;
    let site = visit.world.create(None, preset, body)?;
    Ok(json_with(StatusCode::CREATED, &describe(&lock(&site))))
}

/// Takes the preset out of a body that makes a site.
pub fn split_preset(mut body: Map<String, Value>) -> Result<(Preset, Map<String, Value>), Wrong> {
    let preset = match body.remove("preset") {
        Some(value) => read(value).map_err(|Wrong(why)| Wrong(format!("preset: {why}")))?,
        None => Preset::default(),
    };
    Ok((preset, body))
}

pub fn change(visit: &Visit) -> Result<Response<Bytes>, Refused> {
    let site = visit.site()?;
    let body = visit.object()?;
    if body.contains_key("preset") {
        return Err(bad("preset: a live site keeps the preset it was made from"));
    }
    let mut site = lock(&site);
    site.settle();
    site.patch(body)?;
    Ok(answer(&describe(&site)))
}

pub fn remove(visit: &Visit) -> Result<Response<Bytes>, Refused> {
    visit.site()?;
    visit.world.remove(visit.id());
    Ok(no_content())
}

pub fn show(visit: &Visit) -> Result<Response<Bytes>, Refused> {
    let site = visit.site()?;
    let mut site = lock(&site);
    site.settle();
    let mut shown = describe(&site);
    if let Some(shown) = shown.as_object_mut() {
        shown.insert("settings".into(), json!(site.settings));
        shown.insert("remembered".into(), json!(site.remembered()));
    }
    Ok(answer(&shown))
}

pub fn list(visit: &Visit) -> Result<Response<Bytes>, Refused> {
    Ok(answer(&visit.world.all().iter().map(|site| describe(&lock(site))).collect()))
}

/// A further app of the site's org, as in preset `fresh` but for the settings in the body: under `app`, as in the body
/// that makes a site, or by themselves.
pub fn add_app(visit: &Visit) -> Result<Response<Bytes>, Refused> {
    let site = visit.site()?;
    let mut body = visit.object()?;
    let settings = match (body.remove("app"), body.keys().next()) {
        (None, _) => body,
        (Some(_), Some(key)) => return Err(bad(&format!("{key}: unknown key beside app"))),
        (Some(Value::Object(app)), None) => app,
        (Some(_), None) => return Err(bad("app: must be an object")),
    };
    let client = lock(&site).add_app(AppSettings::create(settings)?);
    let body = json!({ "clientId": client.id, "clientSecret": client.secret });
    Ok(json_with(StatusCode::CREATED, &body))
}

/// Removes an app from the site's org, the first one included.
pub fn remove_app(visit: &Visit) -> Result<Response<Bytes>, Refused> {
    let site = visit.site()?;
    let removed = lock(&site).remove_app(visit.part());
    if removed { Ok(no_content()) } else { Err(Refused::unknown("no app of this org has this client id")) }
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
