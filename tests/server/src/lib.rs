//! A stand-in for a Salesforce Experience Cloud site with headless identity, for tests and demos.
//!
//! ```no_run
//! # async fn example() -> std::io::Result<()> {
//! let server = model_site::Server::bind("127.0.0.1:0").await?;
//! println!("the demo site is at {}/portal, the control door at {}/__model", server.url(), server.url());
//! server.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! | Room | What is in it |
//! |---|---|
//! | `settings` | every setting as a typed struct under its API name |
//! | `site` | one site: clock, keys, codes, tokens, refreshes under way, one-time codes, the sweep |
//! | `endpoint` | the endpoints, a file each |
//! | `http` | requests, refusals word for word, CORS, faults, the request log |
//! | `control` | the control door `/__model` |
//! | `server`, `world` | the listener, and all sites together |

#![warn(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod control;
mod discovery;
mod endpoint;
mod http;
mod ids;
mod password_policy;
pub mod policy;
mod recaptcha;
mod server;
mod settings;
mod site;
mod world;

pub use server::{Options, Server};
