//! `fetch`. Of gloo-net only the headers are taken. Its request links bindings of `URL` and texts of errors, 1.8 kB (brotli),
//! and its sending panics at a rejection that is no error object of this realm, and at an answer of another one, which
//! wrappers of `fetch`, test doubles and jsdom do give.

use gloo_net::http::Headers;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{AbortController, RequestInit};
use zeroize::Zeroizing;

use crate::browser::lookup::{member, method};
use crate::browser::promise::settled;
use crate::platform::SendError;
use crate::wire::http::{HttpRequest, HttpResponse, Method};

#[wasm_bindgen]
extern "C" {
    // With an address and options, as most pages call it: wrappers that expect a string as the first argument work, too.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;
}

/// Nothing is sent before the first poll, so a call that is aborted until then costs no request.
pub(super) async fn send(request: HttpRequest) -> Result<HttpResponse, SendError> {
    let mut under_way = CutOnDrop(AbortController::new().ok());
    let called = fetch(&request.url, &init(&request, under_way.0.as_ref()));
    let outcome = match settled(called).await {
        Some(answer) => read(answer).await,
        // A browser does not say why a request failed, and what text it has must not be passed on.
        None => Err(SendError::Unreachable),
    };
    under_way.0 = None;
    outcome
}

/// The request as the second argument of `fetch`.
fn init(request: &HttpRequest, controller: Option<&AbortController>) -> RequestInit {
    let headers = Headers::new();
    for (name, value) in &request.headers {
        headers.set(name, value);
    }
    let init: RequestInit = Object::new().unchecked_into();
    let set = |key: &str, value: JsValue| {
        let _ = Reflect::set(&init, &key.into(), &value);
    };
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
    if request.outlives_page {
        set("keepalive", true.into());
    }
    if let Some(controller) = controller {
        set("signal", controller.signal().into());
    }
    if let Some(body) = &request.body {
        set("body", body.as_str().into());
    }
    init
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
