//! The model for hosts in JavaScript: the same steps, in types that cross the border.
//!
//! Headers are flat lists of names and values. Their values are byte strings, as in `fetch` and in Node's `http`: each character
//! stands for one byte.

use std::net::IpAddr;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response};
use model::{BODY_LIMIT, Outcome, PrivateKey, World, Wrong, program};
use serde_json::{Map, Value};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

// Linked for its feature: randomness comes from the host's `crypto`.
use getrandom as _;

/// All sites of a host.
#[wasm_bindgen]
pub struct Model(World);

#[wasm_bindgen]
impl Model {
    /// `options` is JSON: `origin`, and optionally `config`, `origins`, `hasKnownClientId`, `frontEnd`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<Self, JsError> {
        let mut options: Map<String, Value> = serde_json::from_str(options)?;
        let mut texts = |name: &str| -> Vec<String> {
            let list = options.remove(name).unwrap_or_default();
            list.as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
        };
        let (origins, front_end) = (texts("origins"), texts("frontEnd"));
        let config = match options.remove("config") {
            Some(Value::Object(config)) => config,
            Some(Value::Null) | None => Map::new(),
            Some(_) => return Err(JsError::new("the settings must be an object")),
        };
        let origin = options.get("origin").and_then(Value::as_str).unwrap_or_default().to_owned();
        let has_known_client_id = options.get("hasKnownClientId").and_then(Value::as_bool).unwrap_or_default();
        let options = model::Options { origin, config, origins, has_known_client_id, front_end };
        World::new(options, now).map(Self).map_err(|Wrong(why)| JsError::new(&why))
    }

    /// Takes a request. An error is a request that is no HTTP.
    pub fn receive(
        &self,
        method: &str,
        target: &str,
        headers: Vec<String>,
        body: Vec<u8>,
        peer: &str,
    ) -> Result<Step, String> {
        let peer: IpAddr = peer.parse().unwrap_or(IpAddr::from([127, 0, 0, 1]));
        let request = request(method, target, &headers, body).map_err(|error| error.to_string())?;
        Ok(Step(self.0.receive(request, peer)))
    }

    /// The demo site as the control door describes it, in JSON.
    pub fn demo(&self) -> String {
        self.0.demo().to_string()
    }

    pub fn sweep(&self) {
        self.0.sweep();
    }

    pub fn introduction(&self) -> Vec<String> {
        program::introduction(&self.0)
    }
}

/// What a request leads to.
#[wasm_bindgen]
pub struct Step(model::Step);

#[wasm_bindgen]
impl Step {
    /// `done`, `wait`, `key` or `front-end`.
    #[wasm_bindgen(getter)]
    pub fn kind(&self) -> String {
        let kind = match self.0 {
            model::Step::Done(_) => "done",
            model::Step::Wait(_) => "wait",
            model::Step::Key(_) => "key",
            model::Step::FrontEnd(_) => "front-end",
        };
        kind.into()
    }

    /// Of `wait`: the delay in milliseconds.
    #[wasm_bindgen(getter)]
    pub fn delay(&self) -> f64 {
        match &self.0 {
            model::Step::Wait(delayed) => delayed.delay().as_secs_f64() * 1000.0,
            _ => 0.0,
        }
    }

    /// Goes on after `wait`.
    #[wasm_bindgen(js_name = afterDelay)]
    pub fn after_delay(self) -> Self {
        match self.0 {
            model::Step::Wait(delayed) => Self(model::Step::Done(delayed.answer())),
            other => Self(other),
        }
    }

    /// Goes on after `key`, with a key in PKCS #8, or with one that is made here, which takes seconds.
    #[wasm_bindgen(js_name = withKey)]
    pub fn with_key(self, pkcs8: Option<Vec<u8>>) -> Result<Self, String> {
        let model::Step::Key(waiting) = self.0 else { return Ok(self) };
        let key = match pkcs8 {
            Some(der) => PrivateKey::from_pkcs8(&der)?,
            None => PrivateKey::generate()?,
        };
        Ok(Self(waiting.go_on(key)))
    }

    /// Of `done`, and of `front-end` where the host has no file: how the connection ends: `whole`, `truncated` or `dropped`.
    #[wasm_bindgen(getter)]
    pub fn end(&self) -> String {
        let end = match self.outcome() {
            Some(Outcome::Whole(_)) => "whole",
            Some(Outcome::Truncated(_)) => "truncated",
            Some(Outcome::Dropped) | None => "dropped",
        };
        end.into()
    }

    #[wasm_bindgen(getter)]
    pub fn status(&self) -> u16 {
        self.response().map_or(0, |response| response.status().as_u16())
    }

    #[wasm_bindgen(getter)]
    pub fn headers(&self) -> Vec<String> {
        let Some(response) = self.response() else { return Vec::new() };
        let pairs = response.headers().iter();
        pairs
            .flat_map(|(name, value)| [name.to_string(), value.as_bytes().iter().map(|b| char::from(*b)).collect()])
            .collect()
    }

    #[wasm_bindgen(getter)]
    pub fn body(&self) -> Vec<u8> {
        self.response().map_or_else(Vec::new, |response| response.body().to_vec())
    }
}

impl Step {
    fn outcome(&self) -> Option<&Outcome> {
        match &self.0 {
            model::Step::Done(outcome) | model::Step::FrontEnd(outcome) => Some(outcome),
            model::Step::Wait(_) | model::Step::Key(_) => None,
        }
    }

    fn response(&self) -> Option<&Response<Bytes>> {
        match self.outcome()? {
            Outcome::Whole(response) | Outcome::Truncated(response) => Some(response),
            Outcome::Dropped => None,
        }
    }
}

/// Bytes of a body that a host hands in: one more than the model reads, by which it sees that there are too many.
#[wasm_bindgen(js_name = bodyLimit)]
pub fn body_limit() -> usize {
    BODY_LIMIT + 1
}

#[wasm_bindgen]
pub fn help(name: &str) -> String {
    program::help(name)
}

/// The line of a request; `undefined` for one of the control door.
#[wasm_bindgen(js_name = requestLine)]
pub fn request_line(method: &str, path: &str, status: &str, took_ms: u32) -> Option<String> {
    program::request_line(method, path, status, std::time::Duration::from_millis(took_ms.into()))
}

fn request(method: &str, target: &str, headers: &[String], body: Vec<u8>) -> Result<Request<Bytes>, http::Error> {
    let mut request = Request::builder().method(method).uri(target);
    for pair in headers.chunks_exact(2) {
        let [name, value] = pair else { continue };
        let bytes: Result<Vec<u8>, _> = value.chars().map(|c| u8::try_from(u32::from(c))).collect();
        let value = HeaderValue::from_bytes(&bytes.unwrap_or_else(|_| value.clone().into_bytes()))?;
        request = request.header(HeaderName::try_from(name)?, value);
    }
    request.body(body.into())
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 are a whole number")]
fn now() -> i64 {
    js_sys::Date::now() as i64
}
