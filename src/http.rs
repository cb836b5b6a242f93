//! An HTTP request and its answer, as values.

use std::fmt;

use zeroize::Zeroizing;

use crate::form::Form;
use crate::secret::AccessToken;
use crate::text::concat;
use crate::url;

/// The media type of every form body.
const FORM: &str = "application/x-www-form-urlencoded";

/// The methods that the site's endpoints take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
}

/// A request, ready to be sent. Its URL never holds a secret; its headers and body may, so `Debug` leaves them out.
#[non_exhaustive]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The absolute URL.
    pub url: String,
    /// Header names in lower case, with their values.
    pub headers: Vec<(&'static str, Zeroizing<String>)>,
    /// The body of a `POST`.
    pub body: Option<Zeroizing<String>>,
    /// Whether it goes on when its page is left (`keepalive` of `fetch`).
    pub outlives_page: bool,
}

impl HttpRequest {
    /// A request without a header or a body.
    pub fn new(method: Method, url: impl Into<String>) -> Self {
        Self { method, url: url.into(), headers: Vec::new(), body: None, outlives_page: false }
    }

    /// A form in a `POST`. With no further header it needs no CORS preflight.
    pub(crate) fn form(base: &str, path: &str, form: Form) -> Box<Self> {
        Self::post(base, path, FORM, form.into_text())
    }

    /// JSON in a `POST`.
    pub(crate) fn json(base: &str, path: &str, body: Zeroizing<String>) -> Box<Self> {
        Self::post(base, path, "application/json", body)
    }

    fn post(base: &str, path: &str, content_type: &str, body: Zeroizing<String>) -> Box<Self> {
        let mut request = Box::new(Self::new(Method::Post, concat(&[base, path])));
        request.header("content-type", content_type);
        request.body = Some(body);
        request
    }

    /// A plain `GET`.
    pub(crate) fn get(base: &str, path: &str) -> Box<Self> {
        Box::new(Self::new(Method::Get, concat(&[base, path])))
    }

    /// Adds a bearer token (RFC 6750, 2.1).
    pub(crate) fn bearer(&mut self, token: &AccessToken) {
        self.header("authorization", concat(&["Bearer ", token.expose()]));
    }

    /// The same once more, where sending it twice is safe (RFC 9110, 9.2.1).
    pub(crate) fn repetition(&self) -> Option<Box<Self>> {
        let is_safe = self.method == Method::Get;
        is_safe.then(|| Box::new(Self { headers: self.headers.clone(), ..Self::new(self.method, self.url.clone()) }))
    }

    pub(crate) fn header(&mut self, name: &'static str, value: impl Into<String>) {
        self.headers.push((name, Zeroizing::new(value.into())));
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest").field("method", &self.method).field("url", &self.url).finish_non_exhaustive()
    }
}

/// An answer, redirects followed and body read to the end.
#[non_exhaustive]
pub struct HttpResponse {
    /// The status of the last hop.
    pub status: u16,
    /// The URL of the last hop. After a login it may hold a code, so `Debug` shows it without its query.
    pub url: Zeroizing<String>,
    /// The `Content-Type` header; empty where there is none.
    pub content_type: String,
    /// The body as text.
    pub body: Zeroizing<String>,
}

impl HttpResponse {
    /// An answer of these parts, as the fields describe them.
    pub fn new(
        status: u16,
        url: impl Into<String>,
        content_type: impl Into<String>,
        body: impl Into<Zeroizing<String>>,
    ) -> Self {
        Self { status, url: Zeroizing::new(url.into()), content_type: content_type.into(), body: body.into() }
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(crate) fn is_html(&self) -> bool {
        let kind = self.content_type.trim_ascii_start().as_bytes();
        kind.get(..9).is_some_and(|kind| kind.eq_ignore_ascii_case(b"text/html"))
            || self.body.trim_ascii_start().starts_with('<')
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("url", &url::without_query(&self.url))
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;

    /// An answer as a test would write it.
    pub(crate) fn answer(status: u16, content_type: &str, body: &str) -> HttpResponse {
        HttpResponse {
            status,
            url: "https://acme.my.site.com/portal/services/oauth2/any".to_owned().into(),
            content_type: content_type.to_owned(),
            body: Zeroizing::new(body.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_known_by_its_type_or_by_how_it_begins() {
        for (content_type, body) in [(" Text/HTML; charset=UTF-8", "We will be back soon"), ("", "\n <!doctype html>")]
        {
            assert!(testing::answer(200, content_type, body).is_html(), "{content_type} {body}");
        }
        for (content_type, body) in [("application/json", "{}"), ("text/htm", ""), ("", "no < at the beginning")] {
            assert!(!testing::answer(200, content_type, body).is_html(), "{content_type} {body}");
        }
    }

    #[test]
    fn only_a_get_is_sent_twice_and_then_the_same_once_more() {
        assert!(HttpRequest::form("https://a.b", "/token", Form::default()).repetition().is_none());
        let mut request = HttpRequest::get("https://a.b", "/userinfo");
        request.bearer(&"00D!x".into());
        let repetition = request.repetition().unwrap();
        assert_eq!((repetition.method, repetition.url.as_str()), (Method::Get, "https://a.b/userinfo"));
        assert_eq!(repetition.headers.len(), 1);
    }

    #[test]
    fn debug_shows_neither_headers_nor_bodies_nor_queries() {
        let mut form = Form::default();
        form.pair("password", "hunter2");
        let mut request = HttpRequest::form("https://a.b", "/token", form);
        request.header("authorization", "hunter2");
        let mut response = testing::answer(200, "application/json", "hunter2");
        response.url.push_str("?code=hunter2");
        let printed = format!("{request:?} {response:?}");
        assert!(printed.contains("https://a.b/token") && printed.contains("200"));
        assert!(!printed.contains("hunter2"), "{printed}");
    }
}
