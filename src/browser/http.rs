//! `fetch(address, options)`, and its answers by gloo-net.
//!
//! gloo-net's own requests are not used: its `send` panics at a rejection that is no error object, and at an answer that is no
//! `Response` of this realm, both of which wrappers of `fetch` and test doubles give; its headers panic at a character that no header
//! may have.

use gloo_net::http::Response;
use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{AbortSignal, Headers, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit};

use crate::browser::abort::SignalOnDrop;
use crate::browser::promise::settled;
use crate::http::{HttpRequest, HttpResponse, Method};
use crate::platform::SendError;

#[wasm_bindgen]
extern "C" {
    // The global itself, which pages and workers have.
    #[wasm_bindgen(catch)]
    fn fetch(url: &str, init: &RequestInit) -> Result<Promise, JsValue>;
}

pub(super) async fn send(request: HttpRequest) -> Result<HttpResponse, SendError> {
    let under_way = SignalOnDrop::new();
    let options = options(&request, under_way.signal().as_ref()).ok_or(SendError::Unreachable)?;
    let called = fetch(&request.url, &options).map(JsValue::from);
    let outcome = match settled(called).await.map(|answer| answer.dyn_into()) {
        Some(Ok(answer)) => read(answer).await,
        // A browser does not say why a request failed, and what text it has must not be passed on.
        _ => Err(SendError::Unreachable),
    };
    // Tools around `fetch` read a clone of the response, and an abort would cut them short.
    under_way.disarm();
    outcome
}

/// The request as the second argument of `fetch`. `None` for a header that no request may have.
fn options(request: &HttpRequest, signal: Option<&AbortSignal>) -> Option<RequestInit> {
    let (options, headers) = (RequestInit::new(), Headers::new().ok()?);
    for (name, value) in &request.headers {
        headers.set(name, value).ok()?;
    }
    options.set_method(match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
    });
    options.set_headers(&headers);
    // Cookies play no part; neither the page's address nor an answer with a code in its URL may stay behind anywhere.
    options.set_credentials(RequestCredentials::Omit);
    options.set_referrer_policy(ReferrerPolicy::NoReferrer);
    options.set_cache(RequestCache::NoStore);
    options.set_signal(signal);
    if let Some(body) = &request.body {
        options.set_body(&body.as_str().into());
    }
    if request.outlives_page {
        // web-sys does not know it.
        Reflect::set(&options, &"keepalive".into(), &true.into()).ok()?;
    }
    Some(options)
}

async fn read(answer: web_sys::Response) -> Result<HttpResponse, SendError> {
    let body = settled(answer.text().map(JsValue::from)).await.and_then(|text| text.as_string());
    let answer = Response::from(answer);
    Ok(HttpResponse {
        status: answer.status(),
        url: answer.url().into(),
        content_type: answer.headers().get("content-type").unwrap_or_default(),
        body: body.ok_or(SendError::CutOff(answer.status()))?.into(),
    })
}
