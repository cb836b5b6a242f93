//! `fetch`. Of gloo-net only the headers are taken. Its request links bindings of `URL` and texts of errors, 1.8 kB (brotli),
//! and its sending panics at a rejection that is no error object of this realm, and at an answer of another one, which
//! wrappers of `fetch`, test doubles and jsdom do give.

use std::future::Future;

use gloo_net::http::Headers;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{AbortController, Request, RequestInit};
use zeroize::Zeroizing;

use crate::browser::lookup::{member, method};
use crate::browser::promise::settled;
use crate::platform::SendError;
use crate::wire::http::{HttpRequest, HttpResponse, Method};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch(request: &Request) -> Result<JsValue, JsValue>;
}

pub(super) fn send(request: HttpRequest) -> impl Future<Output = Result<HttpResponse, SendError>> {
    let begun = AbortController::new().map_err(unreachable).map(CutOnDrop).and_then(|cut_on_drop| {
        let called = fetch(&fetchable(&request, &cut_on_drop.0)?);
        Ok((called, cut_on_drop))
    });
    async {
        let (called, _cut_on_drop) = begun?;
        read(settled(called).await.ok_or(SendError::Unreachable)?).await
    }
}

/// The request as `fetch` takes it.
fn fetchable(request: &HttpRequest, controller: &AbortController) -> Result<Request, SendError> {
    let headers = Headers::new();
    for (name, value) in &request.headers {
        headers.set(name, value);
    }
    let init: RequestInit = Object::new().unchecked_into();
    let set = |key: &str, value: JsValue| Reflect::set(&init, &key.into(), &value).is_ok();
    let method = match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
    };
    set("method", method.into());
    set("headers", headers.into_raw().into());
    // Cookies play no part; neither the page's address nor an answer with a code in its URL may stay behind anywhere.
    set("credentials", "omit".into());
    set("referrerPolicy", "no-referrer".into());
    set("cache", "no-store".into());
    set("signal", controller.signal().into());
    if let Some(body) = &request.body {
        set("body", body.as_str().into());
    }
    Request::new_with_str_and_init(&request.url, &init).map_err(unreachable)
}

async fn read(answer: JsValue) -> Result<HttpResponse, SendError> {
    let status = member(&answer, "status").and_then(|status| status.as_f64()).ok_or(SendError::Unreachable)? as u16;
    let body = match method(&answer, "text") {
        Some(text) => settled(text.call0(&answer)).await.and_then(|text| text.as_string()),
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
