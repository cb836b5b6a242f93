//! `fetch`, by gloo-net: the only file that knows it.

use std::future::Future;

use gloo_net::http::Request;
use wasm_bindgen::JsValue;
use web_sys::{AbortController, Headers, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit};
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

/// The request as `fetch` takes it. Made without gloo-net's builder, which takes every URL apart and prints its errors:
/// 3 kB of wasm.
fn fetchable(request: &HttpRequest, controller: &AbortController) -> Result<web_sys::Request, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &request.headers {
        headers.set(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
    });
    init.set_headers(&headers);
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(body));
    }
    // Cookies play no part; neither the page's address nor an answer with a code in its URL may stay behind anywhere.
    init.set_credentials(RequestCredentials::Omit);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_cache(RequestCache::NoStore);
    init.set_signal(Some(&controller.signal()));
    web_sys::Request::new_with_str_and_init(&request.url, &init)
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
