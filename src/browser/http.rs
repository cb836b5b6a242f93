//! `fetch`, with the requests and answers of gloo-net.
//!
//! Its own `send` is not used: it panics at a rejection that is no error object, and at an answer that is no `Response` of this
//! realm. Wrappers of `fetch` and test doubles give both.

use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{AbortController, ReferrerPolicy, RequestCache, RequestCredentials};

use crate::browser::promise::settled;
use crate::platform::SendError;
use crate::wire::http::{HttpRequest, HttpResponse, Method};

#[wasm_bindgen]
extern "C" {
    // The global itself, which pages and workers have.
    #[wasm_bindgen(catch)]
    fn fetch(request: &web_sys::Request) -> Result<Promise, JsValue>;
}

pub(super) async fn send(request: HttpRequest) -> Result<HttpResponse, SendError> {
    let mut under_way = CutOnDrop(AbortController::new().ok());
    let request = build(&request, under_way.0.as_ref()).ok_or(SendError::Unreachable)?;
    let outcome = match settled(fetch(&request).map(JsValue::from)).await.map(|answer| answer.dyn_into()) {
        Some(Ok(answer)) => read(answer).await,
        // A browser does not say why a request failed, and what text it has must not be passed on.
        _ => Err(SendError::Unreachable),
    };
    under_way.0 = None;
    outcome
}

fn build(request: &HttpRequest, controller: Option<&AbortController>) -> Option<web_sys::Request> {
    let signal = controller.map(AbortController::signal);
    let mut builder = RequestBuilder::new(&request.url)
        .method(match request.method {
            Method::Get => gloo_net::http::Method::GET,
            Method::Post => gloo_net::http::Method::POST,
        })
        // Cookies play no part; neither the page's address nor an answer with a code in its URL may stay behind anywhere.
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .cache(RequestCache::NoStore)
        .abort_signal(signal.as_ref());
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let built: Request = match &request.body {
        Some(body) => builder.body(body.as_str()),
        None => builder.build(),
    }
    .ok()?;
    if request.outlives_page { outliving(&built.into()) } else { Some(built.into()) }
}

/// The request with `keepalive`, which neither gloo-net nor web-sys knows.
fn outliving(request: &web_sys::Request) -> Option<web_sys::Request> {
    let options = Object::new();
    Reflect::set(&options, &"keepalive".into(), &true.into()).ok()?;
    web_sys::Request::new_with_request_and_init(request, options.unchecked_ref()).ok()
}

async fn read(answer: web_sys::Response) -> Result<HttpResponse, SendError> {
    let body = settled(answer.text().map(JsValue::from)).await.and_then(|text| text.as_string());
    let answer = Response::from(answer);
    Ok(HttpResponse {
        status: answer.status(),
        url: answer.url(),
        content_type: answer.headers().get("content-type").unwrap_or_default(),
        body: body.ok_or(SendError::CutOff(answer.status()))?.into(),
    })
}

/// Cuts the request when its future is dropped before the answer was read to its end. After that nothing is aborted: tools
/// around `fetch` read a clone of the answer, and an abort would cut them short.
struct CutOnDrop(Option<AbortController>);

impl Drop for CutOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = self.0.take() {
            controller.abort();
        }
    }
}
