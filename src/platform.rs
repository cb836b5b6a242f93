//! What the Rust driver does the core's effects with. [`Browser`](crate::Browser) is the real one; a test brings its own.
//! Semantic versioning does not cover these traits: they follow what the core needs, and may change in any minor version.

use std::any::Any;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use crate::http::{HttpRequest, HttpResponse};
use crate::rsa_key::RsaKey;

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

/// Runs tasks in the background.
pub trait Spawn {
    /// Runs the task to its end, beside everything else.
    fn spawn(&self, task: impl Future<Output = ()> + 'static);
}

/// Checks signatures.
pub trait Verify {
    /// Whether `signature` is this key's RSASSA-PKCS1-v1_5 with SHA-256 over `message` (`RS256`, RFC 7518, 3.3). `None` where
    /// nothing here can tell.
    fn verify_rs256(&self, key: &RsaKey, message: &[u8], signature: &[u8]) -> impl Future<Output = Option<bool>>;
}

/// A future on the heap, of which nothing is known but what it resolves to.
pub(crate) type Boxed<T> = Pin<Box<dyn Future<Output = T>>>;

/// The future of a store's operation.
pub type StoreFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + 'a>>;

/// A store did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreError;

/// Which of the stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StoreKind {
    /// `sessionStorage`
    Session,
    /// `localStorage`
    Local,
    /// The app's own.
    Own,
}

/// Where a value is kept.
#[derive(Clone)]
pub(crate) struct Slot {
    pub store: StoreKind,
    pub key: String,
    /// A store that takes longer has failed.
    pub limit_ms: u32,
}

/// Keeps text under a key. What it holds are tokens: anybody who can read the store can act as the person. A future that takes too long is
/// dropped, and must not write after that.
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
    /// A store that all tabs of the origin share (`localStorage`).
    ///
    /// # Errors
    /// Where the browser does not allow it.
    fn local_store(&self) -> Result<Rc<dyn Store>, StoreError>;
    /// The page's origin; `None` where there is no page.
    fn origin(&self) -> Option<String>;
}

/// How a lock is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LockMode {
    /// Have it now or not at all.
    Try,
    /// Wait until it is free. Dropping the future ends the waiting.
    Wait,
    /// Take it from the document that has it.
    Steal,
}

/// The result of a lock request.
#[non_exhaustive]
pub enum Lock {
    /// It is ours until this is dropped.
    Held(Box<dyn Any>),
    /// Another document has it.
    Busy,
    /// There are no locks here.
    Unsupported,
}

/// Sends to the other tabs until it is dropped.
pub trait Channel {
    /// Sends a text to every other tab that listens.
    fn post(&self, text: &str);
}

/// What the tabs of an origin have in common.
pub trait Tabs {
    /// An exclusive lock among all tabs (Web Locks).
    fn lock(&self, name: &str, mode: LockMode) -> impl Future<Output = Lock>;
    /// A channel to the other tabs (`BroadcastChannel`). `None` where there is none. What they send goes to `listener`, and
    /// what this tab sends does not.
    fn channel(&self, name: &str, listener: Rc<dyn Fn(String)>) -> Option<Rc<dyn Channel>>;
    /// Calls `listener` whenever this tab comes back to the front, or this page out of the back/forward cache, until the
    /// returned value is dropped. It may have missed what others did.
    fn on_wake(&self, listener: Rc<dyn Fn()>) -> Box<dyn Any>;
}

/// Everything at once.
pub trait Platform: Http + Clock + Spawn + Verify + Page + Tabs + Clone + 'static {}

impl<T: Http + Clock + Spawn + Verify + Page + Tabs + Clone + 'static> Platform for T {}
