//! `fetch`. The request is gloo-net's, in the only file that knows it; sending and reading are not: gloo-net panics at a
//! rejection that is no error object of this realm, and at an answer of another one, which wrappers of `fetch`, test doubles
//! and jsdom do give.

use std::future::Future;

use gloo_net::http::{Headers, RequestBuilder};
use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{AbortController, ReferrerPolicy, RequestCache, RequestCredentials};
use zeroize::Zeroizing;

use crate::browser::promise::settled;
use crate::platform::SendError;
use crate::wire::http::{HttpRequest, HttpResponse, Method};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch(request: &web_sys::Request) -> Result<JsValue, JsValue>;
}

pub(super) fn send(request: HttpRequest) -> impl Future<Output = Result<HttpResponse, SendError>> {
    let begun = AbortController::new().map_err(unreachable).map(CutOnDrop).and_then(|cut_on_drop| {
        let called = fetch(&fetchable(&request, &cut_on_drop.0)?);
        Ok((called, cut_on_drop))
    });
    async {
        let (called, _cut_on_drop) = begun?;
        read(settled(called).await.map_err(unreachable)?).await
    }
}

/// The request as `fetch` takes it.
fn fetchable(request: &HttpRequest, controller: &AbortController) -> Result<web_sys::Request, SendError> {
    let headers = Headers::new();
    for (name, value) in &request.headers {
        headers.set(name, value);
    }
    let builder = RequestBuilder::new(&request.url)
        .method(match request.method {
            Method::Get => gloo_net::http::Method::GET,
            Method::Post => gloo_net::http::Method::POST,
        })
        .headers(headers)
        // Cookies play no part; neither the page's address nor an answer with a code in its URL may stay behind anywhere.
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .cache(RequestCache::NoStore)
        .abort_signal(Some(&controller.signal()));
    let request = match &request.body {
        Some(body) => builder.body(JsValue::from_str(body)),
        None => builder.build(),
    };
    request.map(web_sys::Request::from).map_err(unreachable)
}

async fn read(answer: JsValue) -> Result<HttpResponse, SendError> {
    let status = member(&answer, "status").and_then(|status| status.as_f64()).ok_or(SendError::Unreachable)? as u16;
    let body = match method(&answer, "text") {
        Some(text) => settled(text.call0(&answer)).await.ok().and_then(|text| text.as_string()),
        None => None,
    };
    let headers = member(&answer, "headers").unwrap_or_default();
    let content_type = method(&headers, "get").and_then(|get| get.call1(&headers, &"content-type".into()).ok());
    Ok(HttpResponse {
        status,
        url: member(&answer, "url").and_then(|url| url.as_string()).unwrap_or_default(),
        content_type: content_type.and_then(|text| text.as_string()).unwrap_or_default(),
        body: Zeroizing::new(body.ok_or(SendError::CutOff(status))?),
    })
}

fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}

fn method(object: &JsValue, name: &str) -> Option<Function> {
    member(object, name)?.dyn_into().ok()
}

/// A browser does not say why a request failed, and what text it has must not be passed on.
fn unreachable<E>(_: E) -> SendError {
    SendError::Unreachable
}

/// Cuts the request when its future is dropped; afterwards that does nothing.
struct CutOnDrop(AbortController);

impl Drop for CutOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
