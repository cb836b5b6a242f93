//! An answer before it becomes HTTP.

use ::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::step::Outcome;

/// Ok and Err are both answers: an endpoint leaves by `?` as soon as a policy refuses.
pub type Answer = Result<Reply, Reply>;

#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub content_type: &'static str,
    pub location: Option<String>,
    pub allow: Option<String>,
    pub body: String,
}

pub const JSON: &str = "application/json;charset=UTF-8";
pub const HTML: &str = "text/html;charset=UTF-8";
pub const TEXT: &str = "text/plain;charset=UTF-8";
pub const FORM: &str = "application/x-www-form-urlencoded";

/// Headers of the OAuth endpoints.
const HEADERS: [(HeaderName, &str); 7] = [
    (header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_XSS_PROTECTION, "1; mode=block"),
    (HeaderName::from_static("x-robots-tag"), "none"),
    (header::CACHE_CONTROL, "no-cache,must-revalidate,max-age=0,no-store,private"),
    (header::EXPIRES, "Thu, 01 Jan 1970 00:00:00 GMT"),
    (header::VARY, "Accept-Encoding"),
];

impl Reply {
    fn new(status: u16, content_type: &'static str, body: String) -> Self {
        Self { status, content_type, location: None, allow: None, body }
    }

    pub fn json(value: &Value) -> Self {
        Self::json_with(200, value)
    }

    pub fn json_with(status: u16, value: &Value) -> Self {
        Self::new(status, JSON, value.to_string())
    }

    pub fn html(body: String) -> Self {
        Self::new(200, HTML, body)
    }

    pub fn text(status: u16, body: &str) -> Self {
        Self::new(status, TEXT, body.into())
    }

    pub fn form(status: u16, fields: &[(&str, &str)]) -> Self {
        Self::new(status, FORM, encode_form(fields))
    }

    pub fn empty(status: u16) -> Self {
        Self::new(status, "", String::new())
    }

    /// A 302 to `target` with these parameters added to its query.
    pub fn redirect(target: &str, params: &[(&str, &str)]) -> Self {
        let separator = if target.contains('?') { '&' } else { '?' };
        let location = match params {
            [] => target.into(),
            params => format!("{target}{separator}{}", encode_form(params)),
        };
        Self { location: Some(location), ..Self::empty(302) }
    }

    pub fn into_outcome(self) -> Outcome {
        Outcome::Whole(self.into_response())
    }

    pub fn into_response(self) -> Response<Bytes> {
        let mut response = Response::new(Bytes::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        for (name, value) in HEADERS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if !self.content_type.is_empty() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        }
        for (name, value) in [(header::LOCATION, self.location), (header::ALLOW, self.allow)] {
            if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
                headers.insert(name, value);
            }
        }
        response
    }
}

const FORM_ESCAPES: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Fields as a form or query.
pub fn encode_form(fields: &[(&str, &str)]) -> String {
    let encode = |text| utf8_percent_encode(text, FORM_ESCAPES).to_string();
    fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect::<Vec<_>>().join("&")
}
