//! The endpoints of a site: one table, one file each.

mod apex_callback;
mod authorization_challenge;
mod authorize;
mod discovery;
mod echo;
mod forgot_password;
mod identity;
mod introspect;
mod keys;
mod passwordless;
mod pkce_generator;
mod registration;
mod resource;
mod revoke;
mod single_access;
mod start;
mod token;
mod userinfo;

use ::http::Method;

use crate::{
    http::{
        call::{BodyKind, Call},
        cors::Cors,
        refusal::Refusal,
        reply::{Answer, Reply},
    },
    site::{Site, under_way::Flight},
};

pub struct Endpoint {
    /// `*` stands for one segment.
    pub path: &'static str,
    pub methods: &'static [Method],
    pub body: BodyKind,
    /// Looks at the body only after other checks, and refuses an unreadable one itself.
    pub reads_late: bool,
    pub cors: Cors,
    pub handler: fn(&Call, &mut Site) -> Answer,
    /// Whether the answer may have to be signed.
    pub signs: fn(&Call, &Site) -> bool,
    /// Sees a request when it arrives, which may be long before its answer. What it returns lives until then.
    pub arrival: fn(&mut Call, &Site) -> Option<Flight>,
}

const GET: &[Method] = &[Method::GET];
const POST: &[Method] = &[Method::POST];
const BOTH: &[Method] = &[Method::GET, Method::POST];

use BodyKind::{Either, Form, Json, Nothing};

#[rustfmt::skip]
pub const ENDPOINTS: &[Endpoint] = &[
    endpoint("/services/oauth2/authorize",                         BOTH, Form,    Cors::OAuth,     authorize::answer),
    endpoint("/services/oauth2/echo",                              GET,  Nothing, Cors::Echo,      echo::answer),
    endpoint("/services/oauth2/token",                             POST, Form,    Cors::OAuth,     token::answer).signing(token::signs).arriving(token::arrive),
    endpoint("/services/oauth2/revoke",                            BOTH, Form,    Cors::OAuth,     revoke::answer),
    endpoint("/services/oauth2/userinfo",                          BOTH, Nothing, Cors::AllowList, userinfo::answer),
    endpoint("/services/oauth2/introspect",                        POST, Form,    Cors::OAuth,     introspect::answer),
    endpoint("/services/oauth2/pkce/generator",                    GET,  Nothing, Cors::OAuth,     pkce_generator::answer),
    endpoint("/services/oauth2/singleaccess",                      BOTH, Form,    Cors::Never,     single_access::answer),
    endpoint("/services/oauth2/v1/authorization_challenge",        POST, Either,  Cors::Never,     authorization_challenge::answer),
    endpoint("/services/auth/headless/init/registration",          POST, Json,    Cors::OAuth,     registration::answer).late(),
    endpoint("/services/auth/headless/init/passwordless/login",    POST, Json,    Cors::OAuth,     passwordless::answer).late(),
    endpoint("/services/auth/headless/forgot_password",            POST, Either,  Cors::OAuth,     forgot_password::answer).late(),
    endpoint("/.well-known/openid-configuration",                  GET,  Nothing, Cors::Always,    discovery::openid_configuration),
    endpoint("/.well-known/auth-configuration",                    GET,  Nothing, Cors::Always,    discovery::auth_configuration),
    endpoint("/id/keys",                                           GET,  Nothing, Cors::Always,    keys::answer).signing(|_, _| true),
    endpoint("/services/oauth2/id/keys",                           GET,  Nothing, Cors::Always,    keys::answer).signing(|_, _| true),
    endpoint("/id/*/*",                                            GET,  Nothing, Cors::Never,     identity::answer),
    endpoint("/services/data/*/chatter/users/me",                  GET,  Nothing, Cors::Rest,      resource::answer),
    endpoint("/secur/frontdoor.jsp",                               GET,  Nothing, Cors::Never,     single_access::frontdoor),
];

/// The callback that a site may have under a path of its own.
static APEX_CALLBACK: Endpoint = endpoint("", GET, Nothing, Cors::Echo, apex_callback::answer);

const fn endpoint(
    path: &'static str,
    methods: &'static [Method],
    body: BodyKind,
    cors: Cors,
    handler: fn(&Call, &mut Site) -> Answer,
) -> Endpoint {
    Endpoint { path, methods, body, reads_late: false, cors, handler, signs: |_, _| false, arrival: |_, _| None }
}

impl Endpoint {
    /// A refusal of the request itself, in the endpoint's shape.
    pub fn word(&self, refusal: Refusal) -> Reply {
        if self.cors == Cors::Rest { refusal.as_rest() } else { refusal.into() }
    }

    const fn late(mut self) -> Self {
        self.reads_late = true;
        self
    }

    const fn signing(mut self, signs: fn(&Call, &Site) -> bool) -> Self {
        self.signs = signs;
        self
    }

    const fn arriving(mut self, arrival: fn(&mut Call, &Site) -> Option<Flight>) -> Self {
        self.arrival = arrival;
        self
    }
}

/// The endpoint a path, without the site's prefix, leads to.
pub fn find(path: &str) -> Option<&'static Endpoint> {
    ENDPOINTS.iter().find(|endpoint| {
        let mut segments = path.split('/');
        endpoint.path.split('/').all(|wanted| segments.next().is_some_and(|own| wanted == "*" || wanted == own))
            && segments.next().is_none()
    })
}

/// The endpoint that only this site has under the path.
pub fn find_own(path: &str, site: &Site) -> Option<&'static Endpoint> {
    site.settings.site.serves_apex_callback(path).then_some(&APEX_CALLBACK)
}
