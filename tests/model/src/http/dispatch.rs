//! The life of a request: find its site and endpoint, let a fault strike, ask the endpoint, add CORS, write the log.

use std::net::IpAddr;

use ::http::{Method, Request};
use bytes::Bytes;

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
    step::{BODY_LIMIT, Delayed, Outcome, Step, WithoutKey},
    world::{SharedSite, World, lock},
};

/// A request that has found its site.
pub struct Arrival {
    pub site: SharedSite,
    call: Call,
    endpoint: Option<&'static Endpoint>,
    /// With the site's prefix.
    full_path: String,
}

pub fn receive(world: &World, request: Request<Bytes>, peer: IpAddr) -> Step {
    let (parts, body) = request.into_parts();
    let full_path = parts.uri.path().to_owned();
    if let Some(response) = control::answer(world, &parts.method, &parts.uri, &body) {
        return Step::Done(Outcome::Whole(response));
    }
    let fits = if body.len() > BODY_LIMIT { Err(refusal::TOO_LARGE) } else { Ok(()) };
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
        body: if fits.is_ok() { body } else { Bytes::new() },
        readable: fits.and(well_formed),
        peer,
        overlaps: false,
    };
    match world.find(&full_path) {
        Some((site, way, path)) => {
            (call.way, call.path) = (way, path);
            serve(site, call, full_path)
        }
        None => serve_bare(world, call, full_path),
    }
}

/// A path without a known prefix: an endpoint on the bare host, a file of the front end, or nothing.
fn serve_bare(world: &World, mut call: Call, full_path: String) -> Step {
    let Some(endpoint) = endpoint::find(&full_path) else {
        if let Some(site) = world.apex_callback_site(&full_path, call.query.get("sfdc_community_id")) {
            return serve(site, call, full_path);
        }
        let nothing = refusal::not_found().into_outcome();
        return match world.front_end.is_empty() {
            true if full_path == "/" => Step::Done(control::board_page().into_outcome()),
            true => Step::Done(nothing),
            false => Step::FrontEnd(nothing),
        };
    };
    // The client may be named in the body, or in the header together with its secret.
    call.read_body(endpoint.body);
    let client_id = call.param("client_id").map(str::to_owned).or_else(|| call.basic().map(|(id, _)| id));
    match world.bare_host_site(client_id.as_deref()) {
        Some(site) => serve(site, call, full_path),
        None => Step::Done(refusal::not_found().into_outcome()),
    }
}

fn serve(site: SharedSite, mut call: Call, full_path: String) -> Step {
    let endpoint = endpoint::find(&call.path);
    call.read_body(endpoint.map_or(BodyKind::Nothing, |endpoint| endpoint.body));
    let mut held = lock(&site);
    held.settle();
    let arrival = Arrival { site: site.clone(), call, endpoint, full_path };
    let signs = endpoint.is_some_and(|endpoint| (endpoint.signs)(&arrival.call, &held));
    if signs && held.key.is_none() {
        return Step::Key(WithoutKey { arrival, arrived_at: held.real_now() });
    }
    carry_out(&mut held, arrival)
}

/// Carries a request out, unless a fault delays it.
pub fn carry_out(site: &mut Site, mut arrival: Arrival) -> Step {
    arrival.endpoint = arrival.endpoint.or_else(|| endpoint::find_own(&arrival.call.path, site));
    let fault = site.faults.take(&arrival.call, &arrival.full_path);
    let flight = arrival.endpoint.and_then(|endpoint| (endpoint.arrival)(&mut arrival.call, site));
    match fault {
        Some(fault) if !fault.delay().is_zero() => Step::Wait(Delayed { arrival, fault, flight }),
        fault => Step::Done(answer_and_log(site, &arrival, fault.as_ref())),
    }
}

pub fn answer_and_log(site: &mut Site, arrival: &Arrival, fault: Option<&Fault>) -> Outcome {
    let Arrival { call, endpoint, full_path, .. } = arrival;
    if fault.is_some_and(|fault| fault.kind == Kind::Drop) {
        site.log.add(call, full_path, 0);
        return Outcome::Dropped;
    }
    let is_preflight = call.method == Method::OPTIONS;
    let reply = match fault.and_then(Fault::stand_in) {
        Some(reply) => reply,
        None if is_preflight => Reply::empty(200),
        None => answer(site, call, *endpoint).unwrap_or_else(|refusal| refusal),
    };
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
        Some(fault) if fault.kind == Kind::Truncate => Outcome::Truncated(faults::truncate(response)),
        _ => Outcome::Whole(response),
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
