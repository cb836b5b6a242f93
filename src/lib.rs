//! Salesforce Headless Identity for the browser: login screens of your own, no redirect, no secret.
//!
//! The public-client side of the Authorization Code and Credentials Flow, for Rust front ends; the npm package of the same
//! name is this crate, compiled to WebAssembly. Start at [`Client`].
//!
//! # Layers
//! Imports point down only: a file imports nothing from a layer above its own in this table, and there are no import cycles.
//! `tests/native/layers.rs` checks both.
//!
//! | Layer | Contents |
//! |---|---|
//! | `js` | the bindings for the npm package (feature `js`): events come in as text, effects go out as text; the package's TypeScript drives it |
//! | `yew` | the bindings for Yew (feature `yew`) |
//! | `client` | the Rust API: [`Client`] |
//! | `driver` | drives a core in Rust: does its effects with a `platform` and reports the results; also the client for where there is no browser |
//! | `core` | an event goes in, effects come out: `Core::step`, deterministic and without I/O |
//! | `flow` | the journeys, one file each, straight through: login, guest, registration, passwordless, password reset, social sign-on, renewal, sign-out; and the steps that several of them have in common |
//! | `context` | what a journey runs in: one client's settings and session, and the only place that changes the session; one call with its deadline; the session's store and its renewal lock; the site's keys |
//! | `world` | the boundary of a journey: all effects and their answers, the futures that wait for them, shared work, a mutex, the switch that aborts a call |
//! | `args` | what the journeys take from the app |
//! | `session` | the model of the session with its numbered rules, and beneath it a machine without I/O: what happens goes in, what follows comes out |
//! | `wire` | every request and response of the site as plain values, one file per endpoint |
//! | `settings` | a configuration that was checked, as `wire` and the journeys read it |
//! | `browser` | the parts of a browser for Rust front ends: fetch, timers, the clock, storage, locks, tabs |
//! | `config` | what an app configures, its own store among it: [`Config`] |
//! | `platform` | the traits that the Rust driver needs (HTTP, time, storage, locks, tabs, signatures): [`platform`] |
//! | `json` `pkce` `uvid` `http` | values that know what is wrong with them, and an HTTP request and its response, which know no endpoint |
//! | `error` | the one error type, the names of codes and steps, and the one table of messages and hints: an error names its hint, who reads it looks the text up |
//! | `form` `url` `names` `cell` `rsa_key` `secret` `text` | the bottom layer |
//!
//! A login as data: [`LoginArgs`] → the event `Called` → `flow::login` asks for random bytes and makes a PKCE pair →
//! `wire::authorize` writes a request, which goes out as an effect (`Ask::Send`) → the driver sends it and reports `Answered` →
//! `wire::code` reads the code → `wire::token` exchanges it for tokens in the same way → `session` takes the new state and returns
//! the follow-ups: write, tell the listeners, revoke what was replaced → the effect `Resolve` carries a [`Session`].

// The unit tests run natively, beside their oracles; wasm-pack builds them for wasm all the same.
#![cfg(not(all(test, target_arch = "wasm32")))]
// A panic in WebAssembly leaves a promise that never settles, so nothing that can be reached from input may panic.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::unreachable,
        clippy::todo
    )
)]
#![deny(missing_docs)]

mod args;
mod browser;
mod cell;
mod client;
mod config;
mod context;
mod core;
mod driver;
mod error;
mod flow;
mod form;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod http;
#[cfg(feature = "js")]
#[allow(missing_docs)] // Documented where people meet it: in the npm package's types.
mod js;
mod json;
mod names;
mod pkce;
pub mod platform;
mod rsa_key;
mod secret;
mod session;
mod settings;
mod text;
mod url;
mod uvid;
mod wire;
mod world;
#[cfg(feature = "yew")]
pub mod yew;

pub use args::access_token::AccessTokenArgs;
pub use args::login::LoginArgs;
pub use args::password_reset::PasswordResetArgs;
pub use args::passwordless::{PasswordlessArgs, StartedPasswordlessLogin};
pub use args::registration::{NewUser, RegistrationArgs, StartedRegistration};
pub use args::social::SocialSignOnArgs;
pub use browser::Browser;
pub use client::Client;
pub use config::{Config, Credentials, IdTokenCheck, Storage};
pub use driver::listeners::Subscription;
pub use error::{Code, Error, Step};
pub use http::{HttpRequest, HttpResponse, Method};
pub use json::Json;
pub use pkce::{Challenge, Verifier};
pub use rsa_key::RsaKey;
pub use secret::{AccessToken, AuthorizationCode, OneTimeCode, Password, RefreshToken};
pub use session::event::{Event, EventKind};
pub use session::facts::{Session, SessionKind, SocialSession, TokenFormat};
pub use uvid::Uvid;
pub use wire::authorize::VerificationMethod;
pub use wire::recaptcha::Recaptcha;

/// The README's example, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;

/// The guide's examples, compiled.
#[cfg(all(doctest, feature = "yew"))]
#[doc = include_str!("../docs/yew.md")]
struct YewGuideExamples;
