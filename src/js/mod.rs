//! The door for JavaScript: what the npm package's thin TypeScript layer calls. Arguments are read at once and completely,
//! journeys answer with promises, failures are plain objects that the layer above makes errors of.

mod allocator;
mod args;
mod client;
mod config;
mod journeys;
mod outcome;
mod pkce;
mod signal;
mod store;
mod value;
