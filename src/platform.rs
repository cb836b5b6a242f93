//! What the journeys ask of the world around them. [`Browser`](crate::Browser) is the real one; a test brings its own.

use std::future::Future;

use crate::wire::http::{HttpRequest, HttpResponse};

/// Why there is no answer to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SendError {
    /// Nothing came back that the page may see.
    Unreachable,
    /// The answer began with this status and its body broke off.
    CutOff(u16),
}

/// Sends requests. Dropping the future cancels the request.
pub trait Http {
    /// Sends, follows redirects, and reads the body to its end.
    fn send(&self, request: HttpRequest) -> impl Future<Output = Result<HttpResponse, SendError>>;
}

/// Tells the time and waits.
pub trait Clock {
    /// Milliseconds since 1970, by the device's own clock, which may be wrong.
    fn now_ms(&self) -> u64;
    /// Resolves after that many milliseconds.
    fn sleep(&self, ms: u32) -> impl Future<Output = ()> + 'static;
}

/// Runs work that nobody waits for.
pub trait Spawn {
    /// Runs the task to its end, beside everything else.
    fn spawn(&self, task: impl Future<Output = ()> + 'static);
}

/// Everything at once.
pub trait Platform: Http + Clock + Spawn + 'static {}

impl<T: Http + Clock + Spawn + 'static> Platform for T {}
