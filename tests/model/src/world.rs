//! All sites together.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
};

use ::http::Request;
use bytes::Bytes;
use serde_json::{Map, Value};

use crate::{
    control,
    demo::{self, Options},
    http::{call::Way, dispatch},
    ids,
    settings::{Preset, Settings, Wrong, site::APEX_REST},
    site::Site,
    step::Step,
};

pub type SharedSite = Arc<Mutex<Site>>;

/// Milliseconds since 1970.
pub type Clock = fn() -> i64;

/// Prefix of the site that is there from the start and answers for the bare host.
pub const DEMO: &str = "portal";
/// An LWR site has a second prefix for its Visualforce side.
const COMPANION: &str = "vforcesite";

/// Sites and their control door. Hosts with threads may call it from all of them.
pub struct World {
    pub(crate) origin: String,
    /// Paths of the front end's pages; none where the host has no front end.
    pub(crate) front_end: Vec<String>,
    clock: Clock,
    sites: RwLock<HashMap<String, SharedSite>>,
}

/// A panic in one request must not close the site to the next.
pub fn lock(site: &SharedSite) -> MutexGuard<'_, Site> {
    site.lock().unwrap_or_else(PoisonError::into_inner)
}

impl World {
    /// A world with a ready demo site under `/portal`. Settings that are wrong are an error that names the key.
    pub fn new(options: Options, clock: Clock) -> Result<Self, Wrong> {
        let Options { origin, config, origins, has_known_client_id, front_end } = options;
        let world = Self { origin, front_end, clock, sites: RwLock::default() };
        demo::make(&world, config, &origins, has_known_client_id)?;
        Ok(world)
    }

    /// Takes a request that arrived whole, of which only method, path with query, headers and body count.
    pub fn receive(&self, request: Request<Bytes>, peer: IpAddr) -> Step {
        dispatch::receive(self, request, peer)
    }

    /// The demo site as the control door describes it.
    pub fn demo(&self) -> Value {
        self.site(DEMO).map_or(Value::Null, |site| control::describe(&lock(&site)))
    }

    /// Lets every site forget what is over. For hosts that run for long: sites that are called do so by themselves.
    pub fn sweep(&self) {
        for site in self.all() {
            lock(&site).settle();
        }
    }

    /// Makes a site under a fresh prefix, or under the given one.
    pub(crate) fn create(
        &self,
        id: Option<&str>,
        preset: Preset,
        body: Map<String, Value>,
    ) -> Result<SharedSite, Wrong> {
        let id = id.map_or_else(|| format!("s{}", ids::random_text(12).to_lowercase()), str::to_owned);
        let url = format!("{}/{id}", self.origin);
        let settings = Settings::create(preset, &url, body)?;
        let site = Arc::new(Mutex::new(Site::new(id.clone(), url, settings, self.clock)));
        self.write().insert(id, Arc::clone(&site));
        Ok(site)
    }

    pub(crate) fn remove(&self, id: &str) -> bool {
        self.write().remove(id).is_some()
    }

    pub(crate) fn site(&self, id: &str) -> Option<SharedSite> {
        self.read().get(id).cloned()
    }

    /// Every site, in the order of their prefixes.
    pub(crate) fn all(&self) -> Vec<SharedSite> {
        let mut sites: Vec<_> = self.read().iter().map(|(id, site)| (id.clone(), Arc::clone(site))).collect();
        sites.sort_by(|a, b| a.0.cmp(&b.0));
        sites.into_iter().map(|(_, site)| site).collect()
    }

    /// The site a path's prefix names, which of its prefixes that is, and the rest of the path.
    pub(crate) fn find(&self, path: &str) -> Option<(SharedSite, Way, String)> {
        let path = path.strip_prefix('/')?;
        let (prefix, rest) = path.find('/').map_or((path, ""), |at| path.split_at(at));
        let (id, way) = prefix.strip_suffix(COMPANION).map_or((prefix, Way::Prefix), |id| (id, Way::Companion));
        Some((self.site(id)?, way, rest.to_owned()))
    }

    /// Without a prefix the client id decides; otherwise the demo site answers.
    pub(crate) fn bare_host_site(&self, client_id: Option<&str>) -> Option<SharedSite> {
        let owner = client_id.and_then(|id| self.all().into_iter().find(|site| lock(site).has_client(id)));
        owner.or_else(|| self.site(DEMO))
    }

    /// The site whose Apex callback a path of the bare host is: the site that the redirect names, otherwise the demo site.
    pub(crate) fn apex_callback_site(&self, path: &str, community_id: Option<&str>) -> Option<SharedSite> {
        if !path.starts_with(APEX_REST) {
            return None;
        }
        let named = community_id.and_then(|id| self.all().into_iter().find(|site| lock(site).network_id == id));
        let site = named.or_else(|| self.site(DEMO))?;
        let serves = lock(&site).settings.site.serves_apex_callback(path);
        serves.then_some(site)
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, HashMap<String, SharedSite>> {
        self.sites.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, HashMap<String, SharedSite>> {
        self.sites.write().unwrap_or_else(PoisonError::into_inner)
    }
}
