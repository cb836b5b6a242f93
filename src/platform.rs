//! What the journeys ask of the world around them. [`Browser`](crate::Browser) is the real one; a test brings its own.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

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

/// The future of a store's operation.
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + 'a>>;

/// A store did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreError;

/// Keeps text under a key. What it holds are tokens: whoever can read the store is the person.
pub trait Store {
    /// The value, `None` where there is none.
    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Option<String>>;
    /// Writes the value.
    fn set<'a>(&'a self, key: &'a str, value: &'a str) -> StoreFuture<'a, ()>;
    /// Removes the value; one that is not there is no error.
    fn remove<'a>(&'a self, key: &'a str) -> StoreFuture<'a, ()>;
}

/// Where things can be kept, and where the page stands.
pub trait Page {
    /// A store of this tab alone that survives a reload (`sessionStorage`).
    ///
    /// # Errors
    /// Where the browser does not allow it.
    fn session_store(&self) -> Result<Rc<dyn Store>, StoreError>;
    /// The page's origin; `None` where there is no page.
    fn origin(&self) -> Option<String>;
}

/// Everything at once.
pub trait Platform: Http + Clock + Spawn + Page + 'static {}

impl<T: Http + Clock + Spawn + Page + 'static> Platform for T {}
