//! The life of a request: find its site and endpoint, let a fault strike, ask the endpoint, add CORS, write the log.

use std::{
    net::{IpAddr, SocketAddr},
    ops::ControlFlow,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    body::{Body, Bytes},
    extract::{ConnectInfo, Request, State},
    http::{Method, Response, StatusCode, Uri, request::Parts},
};
use http_body_util::BodyExt as _;
use tokio::task::spawn_blocking;

use super::{
    call::{BodyKind, Call, Params, Way},
    cors::Cors,
    faults::{self, Fault, Kind},
    html, refusal,
    reply::{Answer, Reply},
};
use crate::{
    control,
    endpoint::{self, Endpoint},
    settings::{site::Status, switches::InactiveSite},
    site::Site,
    world::{SharedSite, World, lock},
};

const BODY_LIMIT: usize = 1 << 20;
/// What is read of a body that is too large, so that its sender gets to see the refusal.
const DRAIN_LIMIT: usize = 16 << 20;

/// Marks a response whose connection is to be closed instead.
#[derive(Clone, Copy)]
pub struct Dropped;

/// Handles everything that is not the control door. A request that arrived whole is carried out even if its sender hangs
/// up meanwhile.
pub async fn handle(State(world): State<Arc<World>>, request: Request) -> Response<Body> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let peer = peer.unwrap_or(IpAddr::from([127, 0, 0, 1]));
    let (parts, body) = request.into_parts();
    let Some(body) = read(body).await else { return no_answer() };
    let task = tokio::spawn(async move { route(&world, parts, body, peer).await });
    task.await.unwrap_or_else(|_| Reply::from(refusal::SERVER_ERROR).into_response())
}

enum ReadBody {
    Whole(Bytes),
    TooLarge,
}

/// `None` when the sender broke off.
async fn read(mut body: Body) -> Option<ReadBody> {
    let mut bytes = Vec::new();
    let mut seen = 0;
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame.ok()?.into_data() {
            seen += data.len();
            if seen <= BODY_LIMIT {
                bytes.extend_from_slice(&data);
            }
            if seen > DRAIN_LIMIT {
                break;
            }
        }
    }
    Some(if seen > BODY_LIMIT { ReadBody::TooLarge } else { ReadBody::Whole(bytes.into()) })
}

async fn route(world: &World, parts: Parts, body: ReadBody, peer: IpAddr) -> Response<Body> {
    let started = Instant::now();
    let full_path = parts.uri.path().to_owned();
    let (body, fits) = match body {
        ReadBody::Whole(body) => (body, Ok(())),
        ReadBody::TooLarge => (Bytes::new(), Err(refusal::TOO_LARGE)),
    };
    let query = Params::parse(parts.uri.query().unwrap_or_default());
    let well_formed = query.as_ref().map(drop).ok_or(refusal::MALFORMED_FORM);
    let mut call = Call {
        way: Way::BareHost,
        path: full_path.clone(),
        query: query.unwrap_or_default(),
        form: Params::default(),
        json: serde_json::Map::new(),
        method: parts.method,
        headers: parts.headers,
        body,
        readable: fits.and(well_formed),
        peer,
        overlaps: false,
    };
    let method = call.method.clone();
    let response = match world.find(&full_path) {
        Some((site, way, path)) => {
            (call.way, call.path) = (way, path);
            serve(site, call, &full_path).await
        }
        None => serve_bare(world, call, &full_path, parts.uri).await,
    };
    let status = match response.extensions().get::<Dropped>() {
        Some(Dropped) => "dropped".into(),
        None => response.status().as_u16().to_string(),
    };
    world.print_line(&method, &full_path, &status, started.elapsed());
    response
}

/// A path without a known prefix: an endpoint on the bare host, a file of the front end, or nothing.
async fn serve_bare(world: &World, mut call: Call, full_path: &str, uri: Uri) -> Response<Body> {
    let Some(endpoint) = endpoint::find(full_path) else {
        if let Some(site) = world.apex_callback_site(full_path, call.query.get("sfdc_community_id")) {
            return serve(site, call, full_path).await;
        }
        if full_path == "/" && !world.has_front_end() {
            return control::overview_page(world).into_response();
        }
        return world.front_end(call.method, uri).await.unwrap_or_else(|| refusal::not_found().into_response());
    };
    // The client may be named in the body, or in the header together with its secret.
    call.read_body(endpoint.body);
    let client_id = call.param("client_id").map(str::to_owned).or_else(|| call.basic().map(|(id, _)| id));
    match world.bare_host_site(client_id.as_deref()) {
        Some(site) => serve(site, call, full_path).await,
        None => refusal::not_found().into_response(),
    }
}

async fn serve(site: SharedSite, mut call: Call, full_path: &str) -> Response<Body> {
    let endpoint = endpoint::find(&call.path);
    call.read_body(endpoint.map_or(BodyKind::Nothing, |endpoint| endpoint.body));
    let full_path = full_path.to_owned();
    // A site that makes its key or signs is busy for milliseconds that must not hold up the connections of others.
    let arrival = spawn_blocking(move || {
        let mut held = lock(&site);
        held.settle();
        let endpoint = endpoint.or_else(|| endpoint::find_own(&call.path, &held));
        let fault = held.faults.take(&call, &full_path);
        let delay = fault.as_ref().map_or(Duration::ZERO, Fault::delay);
        let flight = endpoint.and_then(|endpoint| (endpoint.arrival)(&mut call, &held));
        let answer = move |site: &mut Site| answer_and_log(site, &call, endpoint, fault.as_ref(), &full_path);
        if delay.is_zero() {
            return ControlFlow::Break(answer(&mut held));
        }
        drop(held);
        ControlFlow::Continue((delay, flight, site, answer))
    });
    let response = match arrival.await {
        Ok(ControlFlow::Break(response)) => Ok(response),
        Ok(ControlFlow::Continue((delay, flight, site, answer))) => {
            tokio::time::sleep(delay).await;
            spawn_blocking(move || {
                let mut held = lock(&site);
                let response = answer(&mut held);
                // Over before anybody else gets at the site, and before the client can have seen the answer.
                drop(flight);
                response
            })
            .await
        }
        Err(panicked) => Err(panicked),
    };
    response.unwrap_or_else(|_| Reply::from(refusal::SERVER_ERROR).into_response())
}

fn answer_and_log(
    site: &mut Site,
    call: &Call,
    endpoint: Option<&'static Endpoint>,
    fault: Option<&Fault>,
    full_path: &str,
) -> Response<Body> {
    if fault.is_some_and(|fault| fault.kind == Kind::Drop) {
        site.log.add(call, full_path, 0);
        return no_answer();
    }
    let is_preflight = call.method == Method::OPTIONS;
    let reply = match fault.and_then(Fault::stand_in) {
        Some(reply) => reply,
        None if is_preflight => Reply::empty(200),
        None => answer(site, call, endpoint).unwrap_or_else(|refusal| refusal),
    };
    let body = reply.body.clone();
    let mut response = reply.into_response();
    // Where the path leads nowhere, a page on the allow-list may still read that.
    let cors = endpoint.map_or(Cors::AllowList, |endpoint| endpoint.cors);
    if is_preflight {
        let methods = endpoint.map_or(&[Method::GET, Method::POST][..], |endpoint| endpoint.methods);
        cors.decorate_preflight(response.headers_mut(), methods, call, site);
    } else {
        cors.decorate(response.headers_mut(), call, site);
    }
    site.log.add(call, full_path, response.status().as_u16());
    match fault {
        Some(fault) if fault.kind == Kind::Truncate => faults::truncate(response, &body),
        _ => response,
    }
}

fn answer(site: &mut Site, call: &Call, endpoint: Option<&Endpoint>) -> Answer {
    if site.settings.site.status != Status::Live {
        return Err(match site.settings.switches.site_inactive {
            InactiveSite::NotFound => refusal::not_found(),
            InactiveSite::Html => html::login_page(),
        });
    }
    let endpoint = endpoint.ok_or_else(refusal::not_found)?;
    if !endpoint.methods.contains(&call.method) {
        let allow = endpoint.methods.iter().map(Method::as_str).collect::<Vec<_>>().join(", ");
        return Err(Reply { allow: Some(allow), ..endpoint.word(refusal::METHOD_NOT_ALLOWED) });
    }
    endpoint.cors.admit(call, site)?;
    if call.readable == Err(refusal::TOO_LARGE) || !endpoint.reads_late {
        call.readable.map_err(|unreadable| endpoint.word(unreadable))?;
    }
    (endpoint.handler)(call, site)
}

fn no_answer() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response.extensions_mut().insert(Dropped);
    response
}
