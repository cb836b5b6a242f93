//! The real parts of a browser. They work in pages, workers and Node alike: nothing here asks for a `window`.

mod http;
mod store;
mod timer;

use std::future::Future;
use std::rc::Rc;

use js_sys::Reflect;

use crate::platform::{Clock, Http, Page, SendError, Spawn, Store, StoreError};
use crate::wire::http::{HttpRequest, HttpResponse};

/// The browser this page runs in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Browser;

impl Http for Browser {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, SendError> {
        http::send(request).await
    }
}

impl Clock for Browser {
    fn now_ms(&self) -> u64 {
        js_sys::Date::now() as u64
    }

    fn sleep(&self, ms: u32) -> impl Future<Output = ()> + 'static {
        timer::sleep(ms)
    }
}

impl Spawn for Browser {
    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        wasm_bindgen_futures::spawn_local(task);
    }
}

impl Page for Browser {
    fn session_store(&self) -> Result<Rc<dyn Store>, StoreError> {
        store::open("sessionStorage")
    }

    fn origin(&self) -> Option<String> {
        let location = Reflect::get(&js_sys::global(), &"location".into()).ok()?;
        Reflect::get(&location, &"origin".into()).ok()?.as_string()
    }
}
