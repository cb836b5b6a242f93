//! One request: its body, the model's steps, the answer on the wire.

use std::{
    io::{self, Write as _},
    net::IpAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, Method, Request, Response, StatusCode, Uri, header},
};
use futures_util::{StreamExt as _, stream};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use model::{BODY_LIMIT, Outcome, PrivateKey, Step, World, program};
use tokio::task::{JoinError, spawn_blocking};

use crate::front_end::FrontEnd;

/// What is read of a body that is too large, so that its sender gets to see the refusal.
const DRAIN_LIMIT: usize = 16 << 20;

/// What requests are answered from.
pub struct Host {
    pub world: World,
    pub front_end: FrontEnd,
    /// Whether to print a line a request.
    pub prints_lines: bool,
}

/// Answers a request. An error closes its connection without an answer. A request that arrived whole is carried out even if its
/// sender hangs up meanwhile.
pub async fn answer(host: Arc<Host>, request: Request<Incoming>, peer: IpAddr) -> io::Result<Response<Body>> {
    let (parts, body) = request.into_parts();
    let body = read(body).await.ok_or_else(broken_off)?;
    let request = Request::from_parts(parts, body);
    let task = tokio::spawn(async move {
        let started = Instant::now();
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let response = carry_out(&host, request, peer, &uri).await.unwrap_or_else(|_| Some(failed()));
        host.print_line(&method, uri.path(), response.as_ref(), started.elapsed());
        response
    });
    task.await.unwrap_or_else(|_| Some(failed())).ok_or_else(broken_off)
}

/// `None` when the sender broke off. Of a body that is too large comes one byte too many.
async fn read(mut body: Incoming) -> Option<Bytes> {
    let mut bytes = Vec::new();
    let mut seen = 0;
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame.ok()?.into_data() {
            seen += data.len();
            let room = (BODY_LIMIT + 1).saturating_sub(bytes.len());
            bytes.extend(data.iter().take(room));
            if seen > DRAIN_LIMIT {
                break;
            }
        }
    }
    Some(bytes.into())
}

/// Takes the model's steps. Each may sign or make a key, milliseconds that must not hold up the connections of others.
/// `None` is a connection that closes without an answer.
async fn carry_out(
    host: &Arc<Host>,
    request: Request<Bytes>,
    peer: IpAddr,
    uri: &Uri,
) -> Result<Option<Response<Body>>, JoinError> {
    let method = request.method().clone();
    let receiver = Arc::clone(host);
    let mut step = spawn_blocking(move || receiver.world.receive(request, peer)).await?;
    loop {
        step = match step {
            Step::Done(outcome) => return Ok(on_the_wire(outcome)),
            Step::FrontEnd(nothing) => {
                let file = host.front_end.file(method, uri.clone()).await;
                return Ok(file.or_else(|| on_the_wire(nothing)));
            }
            Step::Wait(delayed) => {
                tokio::time::sleep(delayed.delay()).await;
                Step::Done(spawn_blocking(move || delayed.answer()).await?)
            }
            Step::Key(waiting) => match spawn_blocking(PrivateKey::generate).await? {
                Ok(key) => spawn_blocking(move || waiting.go_on(key)).await?,
                Err(_) => return Ok(Some(failed())),
            },
        };
    }
}

fn on_the_wire(outcome: Outcome) -> Option<Response<Body>> {
    match outcome {
        Outcome::Whole(response) => Some(response.map(Body::from)),
        Outcome::Truncated(response) => Some(response.map(break_off_after)),
        Outcome::Dropped => None,
    }
}

/// A body that ends in an error, which makes hyper close the connection.
fn break_off_after(half: Bytes) -> Body {
    let break_off = async {
        // Lets the first half reach the wire.
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err(broken_off())
    };
    Body::from_stream(stream::once(async { Ok(half) }).chain(stream::once(break_off)))
}

fn broken_off() -> io::Error {
    io::ErrorKind::ConnectionAborted.into()
}

/// The answer of a model that panicked.
fn failed() -> Response<Body> {
    let mut response = Response::new(Body::from(r#"{"error":"server_error","error_description":"the model failed"}"#));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json;charset=UTF-8"));
    response
}

impl Host {
    fn print_line(&self, method: &Method, path: &str, response: Option<&Response<Body>>, took: Duration) {
        if !self.prints_lines {
            return;
        }
        let status = response.map_or("dropped".into(), |response| response.status().as_u16().to_string());
        if let Some(line) = program::request_line(method.as_str(), path, &status, took) {
            // Whoever started the server may have stopped reading; that is no reason to fail.
            let _ = writeln!(io::stdout(), "{line}");
        }
    }
}
