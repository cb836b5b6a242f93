//! The control door `/__model`: makes sites, changes them, puts faults on the line, and shows what happened.

mod observe;
mod page;
mod sites;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRequest, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{delete, get, patch, post},
};
use serde_json::{Map, Value, json};
use tower_http::cors::CorsLayer;

pub use self::{
    page::overview as overview_page,
    sites::{describe, split_preset},
};
use crate::{
    settings::Wrong,
    world::{SharedSite, World},
};

/// Test pages call the door from any origin; it guards nothing.
pub fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/__model", get(overview))
        .route("/__model/", get(overview))
        .route("/__model/sites", post(sites::create).get(sites::list))
        .route("/__model/sites/{id}", patch(sites::change).delete(sites::remove).get(sites::show))
        .route("/__model/sites/{id}/apps", post(sites::add_app))
        .route("/__model/sites/{id}/apps/{client_id}", delete(sites::remove_app))
        .route("/__model/sites/{id}/outbox", get(observe::outbox))
        .route("/__model/sites/{id}/requests", get(observe::requests).delete(observe::clear_requests))
        .route("/__model/sites/{id}/clock", post(observe::clock))
        .route("/__model/sites/{id}/faults", post(observe::faults))
        .route("/__model/sites/{id}/oauth-sessions", get(observe::oauth_sessions))
        .route("/__model/sites/{id}/oauth-sessions/{session}", delete(observe::end_session))
        .layer(DefaultBodyLimit::max(1 << 20))
        .layer(CorsLayer::permissive())
        .with_state(world)
}

async fn overview(State(world): State<Arc<World>>) -> Response {
    page::overview(&world).into_response()
}

/// What the door refuses: status, short name, and a message that names the key.
pub struct Refused(StatusCode, &'static str, String);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self(status, error, message) = self;
        (status, axum::Json(json!({ "error": error, "message": message }))).into_response()
    }
}

impl From<Wrong> for Refused {
    fn from(Wrong(message): Wrong) -> Self {
        Self(StatusCode::BAD_REQUEST, "invalid_setting", message)
    }
}

/// A body as text. One that is too large or no UTF-8 is refused in JSON, as every other wrong body.
pub struct Text(String);

impl<S: Send + Sync> FromRequest<S> for Text {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        let text = String::from_request(request, state).await;
        text.map(Self).map_err(|refusal| Refused(refusal.status(), "invalid_body", refusal.body_text()))
    }
}

fn bad(message: &str) -> Refused {
    Wrong(message.into()).into()
}

fn find(world: &World, id: &str) -> Result<SharedSite, Refused> {
    let unknown = || Refused(StatusCode::NOT_FOUND, "not_found", "no site has this id".into());
    world.site(id).ok_or_else(unknown)
}

/// A JSON object; an empty body is an empty object. The content type is not asked for.
fn object(body: &str) -> Result<Map<String, Value>, Refused> {
    if body.trim().is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_str(body) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(bad("the body must be a JSON object")),
        Err(error) => Err(bad(&format!("the body is not JSON: {error}"))),
    }
}
