//! A request at the door, and what it is answered with.

use ::http::{HeaderValue, Response, StatusCode, header};
use bytes::Bytes;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use crate::{
    settings::Wrong,
    step::BODY_LIMIT,
    world::{SharedSite, World},
};

/// What a route's `{name}`s stand for in a path, as they came.
type Names<'a> = Vec<(&'a str, &'a str)>;

/// `None` where the path is not this route's. A name stands for one segment that is not empty.
pub fn names<'a>(route: &'a str, path: &'a str) -> Option<Names<'a>> {
    let mut names = Names::new();
    let mut segments = path.split('/');
    for wanted in route.split('/') {
        let segment = segments.next()?;
        match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(_) if segment.is_empty() => return None,
            Some(name) => names.push((name, segment)),
            None if wanted == segment => {}
            None => return None,
        }
    }
    segments.next().is_none().then_some(names)
}

pub struct Visit<'a> {
    pub world: &'a World,
    names: Vec<String>,
    pub query: &'a str,
    body: &'a Bytes,
}

impl<'a> Visit<'a> {
    pub fn new(world: &'a World, names: Names, query: &'a str, body: &'a Bytes) -> Result<Self, Refused> {
        let decoded = |(name, text): (&str, &str)| {
            let text = percent_decode_str(text).decode_utf8().map(String::from);
            text.map_err(|_| Refused::Plain(format!("Invalid URL: Invalid UTF-8 in `{name}`")))
        };
        Ok(Self { world, names: names.into_iter().map(decoded).collect::<Result<_, _>>()?, query, body })
    }

    /// The site that the path names.
    pub fn site(&self) -> Result<SharedSite, Refused> {
        self.world.site(self.id()).ok_or_else(|| Refused::unknown("no site has this id"))
    }

    pub fn id(&self) -> &str {
        self.names.first().map(String::as_str).unwrap_or_default()
    }

    /// What the path names in the site.
    pub fn part(&self) -> &str {
        self.names.get(1).map(String::as_str).unwrap_or_default()
    }

    /// The body as text. One that is too large or no UTF-8 is refused in JSON, as every other wrong body.
    pub fn text(&self) -> Result<&str, Refused> {
        let refuse = |status, message| Refused::Json(status, "invalid_body", message);
        if self.body.len() > BODY_LIMIT {
            let message = "Failed to buffer the request body: length limit exceeded";
            return Err(refuse(StatusCode::PAYLOAD_TOO_LARGE, message.into()));
        }
        std::str::from_utf8(self.body).map_err(|error| {
            refuse(StatusCode::BAD_REQUEST, format!("Request body didn't contain valid UTF-8: {error}"))
        })
    }

    /// A JSON object; an empty body is an empty object. The content type is not asked for.
    pub fn object(&self) -> Result<Map<String, Value>, Refused> {
        let text = self.text()?;
        if text.trim().is_empty() {
            return Ok(Map::new());
        }
        match serde_json::from_str(text) {
            Ok(Value::Object(object)) => Ok(object),
            Ok(_) => Err(bad("the body must be a JSON object")),
            Err(error) => Err(bad(&format!("the body is not JSON: {error}"))),
        }
    }
}

/// What the door refuses.
pub enum Refused {
    /// Status, short name, and a message that names the key.
    Json(StatusCode, &'static str, String),
    /// A path that is not text.
    Plain(String),
}

impl Refused {
    pub fn unknown(message: &str) -> Self {
        Self::Json(StatusCode::NOT_FOUND, "not_found", message.into())
    }

    pub fn into_response(self) -> Response<Bytes> {
        match self {
            Self::Json(status, error, message) => json_with(status, &json!({ "error": error, "message": message })),
            Self::Plain(message) => typed(StatusCode::BAD_REQUEST, "text/plain; charset=utf-8", message),
        }
    }
}

impl From<Wrong> for Refused {
    fn from(Wrong(message): Wrong) -> Self {
        Self::Json(StatusCode::BAD_REQUEST, "invalid_setting", message)
    }
}

pub fn bad(message: &str) -> Refused {
    Wrong(message.into()).into()
}

pub fn json(value: &Value) -> Response<Bytes> {
    json_with(StatusCode::OK, value)
}

pub fn json_with(status: StatusCode, value: &Value) -> Response<Bytes> {
    typed(status, "application/json", value.to_string())
}

pub fn no_content() -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

fn typed(status: StatusCode, content_type: &'static str, body: String) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
