//! The listener.

use std::{io, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo, http::Response};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{rt::TokioIo, server::graceful::GracefulShutdown};
use serde_json::{Map, Value, json};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};
use tower::ServiceExt as _;

use crate::{
    control,
    http::dispatch::{self, Dropped},
    settings::Wrong,
    world::{DEMO, World},
};

const SWEEP_EVERY: Duration = Duration::from_secs(60);
/// How long open connections may finish what they are doing when the server is asked to stop.
const FAREWELL: Duration = Duration::from_secs(2);

/// What can be chosen when a server is started.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The demo site, as a body of `POST /__model/sites`.
    pub config: Map<String, Value>,
    /// Origins the demo site's CORS allow-list has besides the server's own.
    pub origins: Vec<String>,
    /// Folder with a front end to serve on the bare host.
    pub www: Option<PathBuf>,
    /// Whether to print a line a request.
    pub prints_lines: bool,
}

/// A running server. It stops when dropped.
pub struct Server {
    origin: String,
    world: Arc<World>,
    stop: Option<oneshot::Sender<()>>,
    listener: JoinHandle<()>,
    sweeper: JoinHandle<()>,
}

impl Server {
    /// Starts a server with a ready demo site under `/portal`. Port 0 picks a free one.
    pub async fn bind(address: &str) -> io::Result<Self> {
        Self::start(address, Options::default()).await
    }

    /// The same with options. Settings that are wrong are an error of kind `InvalidInput` that names the key.
    pub async fn start(address: &str, options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let origin = format!("http://{address}");
        let world = Arc::new(World::new(origin.clone(), options.www, options.prints_lines));
        make_demo(&world, address.port(), options.config, &options.origins)
            .map_err(|Wrong(why)| io::Error::new(io::ErrorKind::InvalidInput, why))?;
        let router = control::router(Arc::clone(&world))
            .fallback_service(axum::handler::Handler::with_state(dispatch::handle, Arc::clone(&world)));
        let (stop, stopped) = oneshot::channel();
        let sweeping = Arc::clone(&world);
        Ok(Self {
            origin,
            world,
            stop: Some(stop),
            listener: tokio::spawn(listen(listener, router, stopped)),
            sweeper: tokio::spawn(async move {
                loop {
                    tokio::time::sleep(SWEEP_EVERY).await;
                    sweeping.sweep();
                }
            }),
        })
    }

    /// `http://127.0.0.1:<port>`, without a trailing slash.
    pub fn url(&self) -> &str {
        &self.origin
    }

    /// The demo site as the control door describes it.
    pub fn demo(&self) -> Value {
        self.world.site(DEMO).map_or(Value::Null, |site| control::describe(&crate::world::lock(&site)))
    }

    /// The front end's pages, as a browser is to open them.
    pub fn front_end(&self) -> Vec<String> {
        let origin = self.origin.replace("127.0.0.1", "localhost");
        self.world.front_end_pages().iter().map(|page| format!("{origin}{page}")).collect()
    }

    /// Stops listening and lets running requests finish.
    pub async fn shutdown(mut self) {
        if let Some(stop) = self.stop.take() {
            // An error means that the listener is gone already.
            let _ = stop.send(());
        }
        let _ = (&mut self.listener).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.listener.abort();
        self.sweeper.abort();
    }
}

fn make_demo(world: &World, port: u16, config: Map<String, Value>, origins: &[String]) -> Result<(), Wrong> {
    let (preset, mut body) = control::split_preset(config)?;
    let own = own_origins(port);
    let list = body.entry("corsOrigins").or_insert_with(|| json!([]));
    if let Some(list) = list.as_array_mut() {
        list.extend(own.iter().chain(origins).map(|origin| json!(origin)));
    }
    if !body.contains_key("users") {
        body.insert("users".into(), demo_users());
    }
    let site = world.create(Some(DEMO), preset, body)?;
    // The front end's own pages are callbacks for social sign-on. An app that has no callback, as in preset `fresh`, stays
    // without one: a missing callback is for its admin to add.
    let callbacks = &mut crate::world::lock(&site).settings.app.callback_urls;
    if !callbacks.is_empty() {
        let pages = world.front_end_pages();
        callbacks.extend(pages.iter().flat_map(|page| own.iter().map(move |origin| format!("{origin}{page}"))));
    }
    Ok(())
}

/// The server's origin by both of its names: for a browser they are two.
fn own_origins(port: u16) -> [String; 2] {
    ["localhost", "127.0.0.1"].map(|host| format!("http://{host}:{port}"))
}

fn demo_users() -> Value {
    json!([
        { "username": "ada@example.com", "password": "Lovelace1!", "firstName": "Ada", "lastName": "Lovelace",
          "mobilePhone": "+12025550123" },
        { "username": "grace@example.com", "password": "Hopper1906!", "firstName": "Grace", "lastName": "Hopper",
          "mobilePhone": "+12025550199" },
    ])
}

async fn listen(listener: TcpListener, router: Router, mut stopped: oneshot::Receiver<()>) {
    let connections = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut stopped => break,
        };
        match accepted {
            Ok((stream, peer)) => serve(stream, peer, router.clone(), &connections),
            // Out of file descriptors, most likely: wait until connections have closed.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
    drop(listener);
    let _ = tokio::time::timeout(FAREWELL, connections.shutdown()).await;
}

fn serve(stream: TcpStream, peer: SocketAddr, router: Router, connections: &GracefulShutdown) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        let router = router.clone();
        async move {
            request.extensions_mut().insert(ConnectInfo(peer));
            let response: Response<Body> = router.oneshot(request).await.unwrap_or_else(|never| match never {});
            match response.extensions().get::<Dropped>() {
                // An error from the service makes hyper close the connection without an answer.
                Some(Dropped) => Err(io::Error::from(io::ErrorKind::ConnectionAborted)),
                None => Ok(response),
            }
        }
    });
    let connection = connections.watch(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    tokio::spawn(async move {
        // A client that breaks off, or sends what is no HTTP, ends its own connection only.
        let _ = connection.await;
    });
}
