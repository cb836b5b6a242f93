//! A model of a Salesforce Experience Cloud site with headless identity: a function from request to answer.
//!
//! It does no I/O. A host brings what a function cannot have: connections, the time of day, files, signing keys.
//!
//! ```
//! use model::{Options, Outcome, Step, World};
//!
//! let world = World::new(Options { origin: "https://site.example".into(), ..Options::default() }, || 0)?;
//! let request = http::Request::get("/portal/.well-known/openid-configuration").body(bytes::Bytes::new())?;
//! let Step::Done(Outcome::Whole(answer)) = world.receive(request, [127, 0, 0, 1].into()) else { unreachable!() };
//! assert_eq!(answer.status(), 200);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | Module | Contents |
//! |---|---|
//! | `step` | what a host gets: an answer, or what the request waits for |
//! | `world`, `demo` | all sites together; the site that is there from the start |
//! | `settings` | every setting as a typed struct under its API name |
//! | `site` | one site: clock, keys, codes, tokens, refreshes under way, one-time codes, the sweep |
//! | `endpoint` | the endpoints, a file each |
//! | `http` | requests, refusals word for word, CORS, faults, the request log |
//! | `control` | the control door `/__model` |
//! | `program` | what the hosts print when they are started as programs |

#![warn(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod control;
mod demo;
mod discovery;
mod endpoint;
mod http;
mod ids;
mod password_policy;
pub mod policy;
pub mod program;
mod recaptcha;
mod settings;
mod site;
mod step;
mod world;

pub use self::{
    demo::Options,
    settings::Wrong,
    site::keys::PrivateKey,
    step::{BODY_LIMIT, Delayed, Outcome, Step, WithoutKey},
    world::{Clock, World},
};
