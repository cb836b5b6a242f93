//! The model of an Experience Cloud site, on a port: axum serves what the crate `model` answers.
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
//! | `server` | the listener and its connections |
//! | `exchange` | one request: its body, the model's steps, the answer on the wire |
//! | `front_end` | the folder of `--www` |

#![warn(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod exchange;
mod front_end;
mod server;

pub use model::policy;
pub use server::{Options, Server};
