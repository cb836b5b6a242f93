//! All sites of the server, and what it serves beside them.

use std::{
    collections::HashMap,
    io::{self, Write as _},
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
    time::Duration,
};

use axum::{
    body::Body,
    http::{Method, Request, Response, StatusCode, Uri},
};
use serde_json::{Map, Value};
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

use crate::{
    http::call::Way,
    ids,
    settings::{Preset, Settings, Wrong, site::APEX_REST},
    site::Site,
};

pub type SharedSite = Arc<Mutex<Site>>;

/// Prefix of the site that is there from the start and answers for the bare host.
pub const DEMO: &str = "portal";
/// An LWR site has a second prefix for its Visualforce side.
const COMPANION: &str = "vforcesite";

pub struct World {
    /// `http://127.0.0.1:<port>`
    pub origin: String,
    sites: RwLock<HashMap<String, SharedSite>>,
    www: Option<PathBuf>,
    prints_lines: bool,
}

/// A panic in one request must not close the site to the next.
pub fn lock(site: &SharedSite) -> MutexGuard<'_, Site> {
    site.lock().unwrap_or_else(PoisonError::into_inner)
}

impl World {
    pub fn new(origin: String, www: Option<PathBuf>, prints_lines: bool) -> Self {
        Self { origin, sites: RwLock::default(), www, prints_lines }
    }

    /// Makes a site under a fresh prefix, or under the given one.
    pub fn create(&self, id: Option<&str>, preset: Preset, body: Map<String, Value>) -> Result<SharedSite, Wrong> {
        let id = id.map_or_else(|| format!("s{}", ids::random_text(12).to_lowercase()), str::to_owned);
        let url = format!("{}/{id}", self.origin);
        let settings = Settings::create(preset, &url, body)?;
        let site = Arc::new(Mutex::new(Site::new(id.clone(), url, settings)));
        self.write().insert(id, Arc::clone(&site));
        Ok(site)
    }

    pub fn remove(&self, id: &str) -> bool {
        self.write().remove(id).is_some()
    }

    pub fn site(&self, id: &str) -> Option<SharedSite> {
        self.read().get(id).cloned()
    }

    /// Every site, in the order of their prefixes.
    pub fn all(&self) -> Vec<SharedSite> {
        let mut sites: Vec<_> = self.read().iter().map(|(id, site)| (id.clone(), Arc::clone(site))).collect();
        sites.sort_by(|a, b| a.0.cmp(&b.0));
        sites.into_iter().map(|(_, site)| site).collect()
    }

    /// The site a path's prefix names, which of its prefixes that is, and the rest of the path.
    pub fn find(&self, path: &str) -> Option<(SharedSite, Way, String)> {
        let path = path.strip_prefix('/')?;
        let (prefix, rest) = path.find('/').map_or((path, ""), |at| path.split_at(at));
        let (id, way) = prefix.strip_suffix(COMPANION).map_or((prefix, Way::Prefix), |id| (id, Way::Companion));
        Some((self.site(id)?, way, rest.to_owned()))
    }

    /// Without a prefix the client id decides; otherwise the demo site answers.
    pub fn bare_host_site(&self, client_id: Option<&str>) -> Option<SharedSite> {
        let owner = client_id.and_then(|id| self.all().into_iter().find(|site| lock(site).has_client(id)));
        owner.or_else(|| self.site(DEMO))
    }

    /// The site whose Apex callback a path of the bare host is: the site that the redirect names, otherwise the demo site.
    pub fn apex_callback_site(&self, path: &str, community_id: Option<&str>) -> Option<SharedSite> {
        if !path.starts_with(APEX_REST) {
            return None;
        }
        let named = community_id.and_then(|id| self.all().into_iter().find(|site| lock(site).network_id == id));
        let site = named.or_else(|| self.site(DEMO))?;
        let serves = lock(&site).settings.site.serves_apex_callback(path);
        serves.then_some(site)
    }

    pub fn has_front_end(&self) -> bool {
        self.www.is_some()
    }

    /// The addresses of the front end's pages: its folder, and each folder in it that has a page of its own.
    pub fn front_end_pages(&self) -> Vec<String> {
        let Some(www) = &self.www else { return Vec::new() };
        let folders = std::fs::read_dir(www).into_iter().flatten().flatten();
        let mut inner: Vec<String> = folders
            .filter(|folder| folder.path().join("index.html").is_file())
            .map(|folder| format!("/{}/", folder.file_name().to_string_lossy()))
            .collect();
        inner.sort();
        inner.insert(0, "/".to_owned());
        inner
    }

    /// A file of the front end that the server was started with.
    pub async fn front_end(&self, method: Method, uri: Uri) -> Option<Response<Body>> {
        let request = Request::builder().method(method).uri(uri).body(Body::empty()).ok()?;
        let response = ServeDir::new(self.www.as_ref()?).oneshot(request).await.ok()?;
        (response.status() != StatusCode::NOT_FOUND).then(|| {
            let mut response = response.map(Body::new);
            let always_fresh = axum::http::HeaderValue::from_static("no-cache");
            response.headers_mut().insert(axum::http::header::CACHE_CONTROL, always_fresh);
            response
        })
    }

    /// Lets every site forget what is over, whether or not anybody calls it.
    pub fn sweep(&self) {
        for site in self.all() {
            lock(&site).settle();
        }
    }

    /// A line a request for whoever started the server: no query, no secrets.
    pub fn print_line(&self, method: &Method, path: &str, status: &str, took: Duration) {
        if self.prints_lines {
            // Whoever started the server may have stopped reading; that is no reason to fail.
            let _ = writeln!(io::stdout(), "{:7} {path} {status} {} ms", method.as_str(), took.as_millis());
        }
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, HashMap<String, SharedSite>> {
        self.sites.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, HashMap<String, SharedSite>> {
        self.sites.write().unwrap_or_else(PoisonError::into_inner)
    }
}
