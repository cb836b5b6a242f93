//! The listener.

use std::{
    io,
    net::SocketAddr,
    path::PathBuf,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::{rt::TokioIo, server::graceful::GracefulShutdown};
use model::{World, program};
use serde_json::{Map, Value};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};

use crate::{
    exchange::{self, Host},
    front_end::FrontEnd,
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
    /// Whether the demo app has the client id that the documents name, at every start. Otherwise it is drawn.
    pub has_known_client_id: bool,
    /// Folder with a front end to serve on the bare host.
    pub www: Option<PathBuf>,
    /// Whether to print a line a request.
    pub prints_lines: bool,
}

/// A running server. It stops when dropped.
pub struct Server {
    origin: String,
    host: Arc<Host>,
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
        let Options { config, origins, has_known_client_id, www, prints_lines } = options;
        let front_end = FrontEnd(www);
        let front_end_pages = front_end.pages();
        let options =
            model::Options { origin: origin.clone(), config, origins, has_known_client_id, front_end: front_end_pages };
        let world = World::new(options, now).map_err(|wrong| io::Error::new(io::ErrorKind::InvalidInput, wrong))?;
        let host = Arc::new(Host { world, front_end, prints_lines });
        let (stop, stopped) = oneshot::channel();
        let sweeping = Arc::clone(&host);
        Ok(Self {
            origin,
            host: Arc::clone(&host),
            stop: Some(stop),
            listener: tokio::spawn(listen(listener, host, stopped)),
            sweeper: tokio::spawn(async move {
                loop {
                    tokio::time::sleep(SWEEP_EVERY).await;
                    sweeping.world.sweep();
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
        self.host.world.demo()
    }

    /// The front end's pages, as a browser is to open them.
    pub fn front_end(&self) -> Vec<String> {
        program::front_end(&self.host.world)
    }

    /// What an app needs to know of the demo site, in lines for a person.
    pub fn introduction(&self) -> Vec<String> {
        program::introduction(&self.host.world)
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

/// Milliseconds since 1970.
fn now() -> i64 {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX)
}

async fn listen(listener: TcpListener, host: Arc<Host>, mut stopped: oneshot::Receiver<()>) {
    let connections = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut stopped => break,
        };
        match accepted {
            Ok((stream, peer)) => serve(stream, peer, Arc::clone(&host), &connections),
            // Out of file descriptors, most likely: wait until connections have closed.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
    drop(listener);
    let _ = tokio::time::timeout(FAREWELL, connections.shutdown()).await;
}

fn serve(stream: TcpStream, peer: SocketAddr, host: Arc<Host>, connections: &GracefulShutdown) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| exchange::answer(Arc::clone(&host), request, peer.ip()));
    let connection = connections.watch(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    tokio::spawn(async move {
        // A client that breaks off, or sends what is no HTTP, ends its own connection only.
        let _ = connection.await;
    });
}
