//! Futures on the heap, all of one type.
//!
//! The compiler puts an async function that is awaited into the state machine of the one that awaits it, with its arguments
//! moved from one to the next. A journey therefore does what needs its arguments at once, and what is left to wait for is one
//! boxed future that borrows nothing.

use std::future::Future;
use std::pin::Pin;

use crate::error::Error;

/// A future that its user knows nothing of but what it resolves to.
pub(crate) type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A journey whose arguments were checked and whose first request is made, or what is wrong with them.
pub(crate) type Begun<T> = Result<Boxed<'static, Result<T, Error>>, Error>;
