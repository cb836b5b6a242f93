//! The control door `/__model`: makes sites, changes them, puts faults on the line, and shows what happened.

mod board;
mod observe;
mod sites;
mod visit;

use ::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header};
use bytes::Bytes;

use self::visit::{Refused, Visit, json, names};
pub use self::{
    board::page as board_page,
    sites::{describe, split_preset},
};
use crate::{
    http::{call::Params, reply::Reply},
    world::{World, lock},
};

type Handler = fn(&Visit) -> Result<Response<Bytes>, Refused>;

#[rustfmt::skip]
const ROUTES: &[(&str, &[(Method, Handler)])] = &[
    ("/__model",                                      &[(Method::GET, board)]),
    ("/__model/",                                     &[(Method::GET, board_in_folder)]),
    ("/__model/board/{file}",                         &[(Method::GET, board_file)]),
    ("/__model/policies",                             &[(Method::GET, policies)]),
    ("/__model/sites",                                &[(Method::POST, sites::create), (Method::GET, sites::list)]),
    ("/__model/sites/{id}",                           &[(Method::PATCH, sites::change), (Method::DELETE, sites::remove), (Method::GET, sites::show)]),
    ("/__model/sites/{id}/state",                     &[(Method::GET, state)]),
    ("/__model/sites/{id}/apps",                      &[(Method::POST, sites::add_app)]),
    ("/__model/sites/{id}/apps/{client_id}",          &[(Method::DELETE, sites::remove_app)]),
    ("/__model/sites/{id}/outbox",                    &[(Method::GET, observe::outbox)]),
    ("/__model/sites/{id}/requests",                  &[(Method::GET, observe::requests), (Method::DELETE, observe::clear_requests)]),
    ("/__model/sites/{id}/clock",                     &[(Method::POST, observe::clock)]),
    ("/__model/sites/{id}/faults",                    &[(Method::POST, observe::faults)]),
    ("/__model/sites/{id}/oauth-sessions",            &[(Method::GET, observe::oauth_sessions)]),
    ("/__model/sites/{id}/oauth-sessions/{session}",  &[(Method::DELETE, observe::end_session)]),
];

/// Whether a path is under the door.
pub fn is_door(path: &str) -> bool {
    path.strip_prefix("/__model").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The door's answer; `None` for a path that is not one of its own.
pub fn answer(world: &World, method: &Method, uri: &Uri, body: &Bytes) -> Option<Response<Bytes>> {
    let (found, methods) = ROUTES.iter().find_map(|(route, methods)| Some((names(route, uri.path())?, methods)))?;
    // HEAD is GET without a body, which the host leaves out.
    let wanted = if method == Method::HEAD { &Method::GET } else { method };
    let handler = methods.iter().find(|(own, _)| own == wanted).map(|(_, handler)| handler);
    let answered = match handler {
        Some(handler) => {
            Visit::new(world, found, uri.query().unwrap_or_default(), body).and_then(|visit| handler(&visit))
        }
        None => Ok(wrong_method(method, methods)),
    };
    let mut response = answered.unwrap_or_else(Refused::into_response);
    open_to_all(response.headers_mut(), method);
    Some(response)
}

/// Test pages call the door from any origin; it guards nothing.
fn open_to_all(headers: &mut HeaderMap, method: &Method) {
    let any = HeaderValue::from_static("*");
    if method == Method::OPTIONS {
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, any.clone());
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, any.clone());
    } else {
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, any.clone());
    }
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, any);
}

/// Says which methods there are: to a preflight, and to a call with another one.
fn wrong_method(method: &Method, methods: &[(Method, Handler)]) -> Response<Bytes> {
    let names = methods.iter().map(|(own, _)| if own == Method::GET { "GET,HEAD" } else { own.as_str() });
    let allow = HeaderValue::try_from(names.collect::<Vec<_>>().join(","));
    let mut response = Response::new(Bytes::new());
    if method != Method::OPTIONS {
        *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    }
    response.headers_mut().extend(allow.ok().map(|allow| (header::ALLOW, allow)));
    response
}

fn board(_: &Visit) -> Result<Response<Bytes>, Refused> {
    Ok(board::page().into_response())
}

fn board_in_folder(_: &Visit) -> Result<Response<Bytes>, Refused> {
    Ok(board::page_in_folder().into_response())
}

fn board_file(visit: &Visit) -> Result<Response<Bytes>, Refused> {
    board::file(visit.id()).map(Reply::into_response).ok_or_else(|| Refused::unknown("the board has no such file"))
}

fn policies(_: &Visit) -> Result<Response<Bytes>, Refused> {
    Ok(json(board::catalog()))
}

fn state(visit: &Visit) -> Result<Response<Bytes>, Refused> {
    let site = visit.site()?;
    let mut site = lock(&site);
    site.settle();
    let query = Params::parse(visit.query).unwrap_or_default();
    Ok(json(&board::state(&site, query.get("known"))))
}
