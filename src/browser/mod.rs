//! The real parts of a browser. They work in pages, workers and Node alike: nothing here asks for a `window`.

mod abort;
mod http;
mod lookup;
mod promise;
mod store;
mod tabs;
mod verify;

use std::any::Any;
use std::future::Future;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;

use crate::browser::lookup::{global, member};
use crate::http::{HttpRequest, HttpResponse};
use crate::platform::{Channel, Clock, Http, Lock, LockMode, Page, SendError, Spawn, Store, StoreError, Tabs, Verify};
use crate::rsa_key::RsaKey;

/// The browser this page runs in. There is one in WebAssembly only: in a native program its parts panic, and
/// [`Client::new`](crate::Client::new) does not use them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Browser;

impl Http for Browser {
    fn send(&self, request: HttpRequest) -> impl Future<Output = Result<HttpResponse, SendError>> {
        http::send(request)
    }
}

impl Clock for Browser {
    fn now_ms(&self) -> u64 {
        js_sys::Date::now() as u64
    }

    fn sleep(&self, ms: u32) -> impl Future<Output = ()> + 'static {
        TimeoutFuture::new(ms)
    }
}

impl Spawn for Browser {
    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        wasm_bindgen_futures::spawn_local(task);
    }
}

impl Verify for Browser {
    fn verify_rs256(&self, key: &RsaKey, message: &[u8], signature: &[u8]) -> impl Future<Output = Option<bool>> {
        verify::rs256(key, message, signature)
    }
}

impl Page for Browser {
    fn session_store(&self) -> Result<Rc<dyn Store>, StoreError> {
        store::open("sessionStorage")
    }

    fn local_store(&self) -> Result<Rc<dyn Store>, StoreError> {
        store::open("localStorage")
    }

    fn origin(&self) -> Option<String> {
        member(&global("location")?, "origin")?.as_string()
    }
}

impl Tabs for Browser {
    fn lock(&self, name: &str, mode: LockMode) -> impl Future<Output = Lock> {
        tabs::lock(name, mode)
    }

    fn channel(&self, name: &str, listener: Rc<dyn Fn(String)>) -> Option<Rc<dyn Channel>> {
        tabs::channel(name, listener)
    }

    fn on_wake(&self, listener: Rc<dyn Fn()>) -> Box<dyn Any> {
        tabs::on_wake(listener)
    }
}
