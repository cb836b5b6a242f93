//! `fetch`, by gloo-net: the only file that knows it.

use std::future::Future;

use gloo_net::http::Request;
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::AbortController;
use zeroize::Zeroizing;

use crate::platform::SendError;
use crate::wire::http::{HttpRequest, HttpResponse, Method};

pub(super) fn send(request: HttpRequest) -> impl Future<Output = Result<HttpResponse, SendError>> {
    let begun = AbortController::new().map(CutOnDrop).and_then(|cut_on_drop| {
        let request = fetchable(&request, &cut_on_drop.0)?;
        Ok((Request::from(request), cut_on_drop))
    });
    async {
        let (request, _cut_on_drop) = begun.map_err(unreachable)?;
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let body = response.text().await.map_err(|_| SendError::CutOff(status))?;
        Ok(HttpResponse {
            status,
            url: response.url(),
            content_type: response.headers().get("content-type").unwrap_or_default(),
            body: Zeroizing::new(body),
        })
    }
}

/// The request as `fetch` takes it. Made without gloo-net's builder, which takes every URL apart and prints its errors, and
/// of plain objects: a setter for each option has to be imported one by one. More than 1 kB (brotli) in all.
fn fetchable(request: &HttpRequest, controller: &AbortController) -> Result<web_sys::Request, JsValue> {
    let headers = object();
    for (name, value) in &request.headers {
        set(&headers, name, &JsValue::from_str(value));
    }
    let init = object();
    let method = match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
    };
    set(&init, "method", &method.into());
    set(&init, "headers", &headers);
    if let Some(body) = &request.body {
        set(&init, "body", &JsValue::from_str(body));
    }
    // Cookies play no part; neither the page's address nor an answer with a code in its URL may stay behind anywhere.
    set(&init, "credentials", &"omit".into());
    set(&init, "referrerPolicy", &"no-referrer".into());
    set(&init, "cache", &"no-store".into());
    set(&init, "signal", &controller.signal());
    web_sys::Request::new_with_str_and_init(&request.url, init.unchecked_ref())
}

fn object() -> JsValue {
    Object::new().into()
}

/// Sets a property of a fresh plain object, which cannot fail.
fn set(object: &JsValue, key: &str, value: &JsValue) {
    let _ = Reflect::set(object, &key.into(), value);
}

/// A browser does not say why a request failed, and what text it has must not be passed on.
fn unreachable<E>(_: E) -> SendError {
    SendError::Unreachable
}

/// Cuts the request when its future is dropped; afterwards that does nothing. The controller is our own: a caller's abort
/// reason that is no error object would panic inside gloo-net.
struct CutOnDrop(AbortController);

impl Drop for CutOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
