//! The endpoints of a site: one table, one file each.

mod authorize;
mod echo;
mod resource;
mod token;
mod userinfo;

use axum::http::Method;

use crate::{
    http::{
        call::{BodyKind, Call},
        cors::Cors,
        reply::Answer,
    },
    site::Site,
};

pub struct Endpoint {
    /// `*` stands for one segment.
    pub path: &'static str,
    pub methods: &'static [Method],
    pub body: BodyKind,
    pub cors: Cors,
    pub handler: fn(&Call, &mut Site) -> Answer,
}

const GET: &[Method] = &[Method::GET];
const POST: &[Method] = &[Method::POST];
const BOTH: &[Method] = &[Method::GET, Method::POST];

use BodyKind::{Form, Nothing};

#[rustfmt::skip]
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint { path: "/services/oauth2/authorize", methods: BOTH, body: Form, cors: Cors::OAuth, handler: authorize::answer },
    Endpoint { path: "/services/oauth2/echo", methods: GET, body: Nothing, cors: Cors::Echo, handler: echo::answer },
    Endpoint { path: "/services/oauth2/token", methods: POST, body: Form, cors: Cors::OAuth, handler: token::answer },
    Endpoint { path: "/services/oauth2/userinfo", methods: BOTH, body: Nothing, cors: Cors::AllowList, handler: userinfo::answer },
    Endpoint { path: "/services/data/*/chatter/users/me", methods: GET, body: Nothing, cors: Cors::Rest, handler: resource::answer },
];

/// The endpoint a path, without the site's prefix, leads to.
pub fn find(path: &str) -> Option<&'static Endpoint> {
    ENDPOINTS.iter().find(|endpoint| {
        let mut segments = path.split('/');
        endpoint.path.split('/').all(|wanted| segments.next().is_some_and(|own| wanted == "*" || wanted == own))
            && segments.next().is_none()
    })
}
