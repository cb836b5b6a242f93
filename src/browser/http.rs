//! `fetch`, by gloo-net: the only file that knows it.

use gloo_net::http::{Headers, RequestBuilder, Response};
use wasm_bindgen::JsValue;
use web_sys::{AbortController, ReferrerPolicy, RequestCache, RequestCredentials};
use zeroize::Zeroizing;

use crate::platform::SendError;
use crate::wire::http::{HttpRequest, HttpResponse, Method};

pub(super) async fn send(request: HttpRequest) -> Result<HttpResponse, SendError> {
    let cut_on_drop = CutOnDrop(AbortController::new().map_err(unreachable)?);
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
        .abort_signal(Some(&cut_on_drop.0.signal()));
    let request = match &request.body {
        Some(body) => builder.body(JsValue::from_str(body)),
        None => builder.build(),
    }
    .map_err(unreachable)?;
    let response = request.send().await.map_err(unreachable)?;
    read(response).await
}

async fn read(response: Response) -> Result<HttpResponse, SendError> {
    let status = response.status();
    let body = response.text().await.map_err(|_| SendError::CutOff(status))?;
    Ok(HttpResponse {
        status,
        url: response.url(),
        content_type: response.headers().get("content-type").unwrap_or_default(),
        body: Zeroizing::new(body),
    })
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
