//! One site with its org: settings and everything that happened to it. Sites share nothing.

pub mod codes;
pub mod keys;
pub mod otp;
mod sweep;
pub mod tokens;
pub mod under_way;

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::{Map, Value};

use self::{
    codes::Codes,
    keys::SigningKey,
    otp::Otps,
    tokens::{Approval, Tokens},
    under_way::UnderWay,
};
use crate::{
    http::{
        faults::Faults,
        log::RequestLog,
        refusal::{self, Refusal},
    },
    ids,
    settings::{AppSettings, Settings, User, Wrong, app::Kind, switches::UnknownEca},
    world::Clock,
};

pub struct Site {
    /// Path prefix and name at the control door.
    pub id: String,
    /// Base of every endpoint, without a trailing slash; issuer of its tokens.
    pub url: String,
    pub org_id: String,
    pub network_id: String,
    pub guest_user_id: String,
    pub settings: Settings,
    pub codes: Codes,
    pub tokens: Tokens,
    pub refreshes: UnderWay,
    pub otps: Otps,
    /// Single-use values of bridges into the browsable site, and when each ends.
    pub frontdoors: HashMap<String, i64>,
    pub log: RequestLog,
    pub faults: Faults,
    /// None until a request first asks for one: tests make hundreds of orgs, and most of the time of a new org would otherwise
    /// go into a key that is not used.
    pub key: Option<SigningKey>,
    pub(crate) client: Client,
    more_apps: Vec<App>,
    /// Client ids of apps that were removed from the org. What they were is still known, and so are their tokens.
    removed_apps: HashSet<String>,
    clock: Clock,
    clock_offset_ms: i64,
    /// How long the current request has waited for its host. The site's clock leaves this time out.
    pub held_up_ms: i64,
    logins: HashMap<String, VecDeque<i64>>,
    /// Patches on their way, with the time at which each takes effect.
    on_the_way: VecDeque<(i64, Map<String, Value>)>,
    last_sweep: i64,
}

#[derive(Clone, Debug)]
pub struct Client {
    pub id: String,
    pub secret: String,
}

impl Client {
    fn new() -> Self {
        Self { id: ids::client_id(), secret: ids::client_secret() }
    }
}

#[derive(Clone, Debug)]
pub struct App {
    pub client: Client,
    pub settings: AppSettings,
}

impl Site {
    pub fn new(id: String, url: String, settings: Settings, clock: Clock) -> Self {
        let mut site = Self {
            id,
            url,
            org_id: ids::record_id("00D"),
            network_id: ids::record_id("0DB"),
            guest_user_id: ids::record_id("005"),
            settings,
            codes: Codes::default(),
            tokens: Tokens::default(),
            refreshes: UnderWay::default(),
            otps: Otps::default(),
            frontdoors: HashMap::new(),
            log: RequestLog::default(),
            faults: Faults::default(),
            key: None,
            client: Client::new(),
            more_apps: Vec::new(),
            removed_apps: HashSet::new(),
            clock,
            clock_offset_ms: 0,
            held_up_ms: 0,
            logins: HashMap::new(),
            on_the_way: VecDeque::new(),
            last_sweep: 0,
        };
        site.name_new_users();
        site
    }

    /// Milliseconds since 1970 by this site's clock.
    pub fn now(&self) -> i64 {
        self.real_now() - self.held_up_ms + self.clock_offset_ms
    }

    /// The same by the host's clock.
    pub fn real_now(&self) -> i64 {
        (self.clock)()
    }

    pub fn advance_clock(&mut self, ms: i64) {
        self.clock_offset_ms = self.clock_offset_ms.saturating_add(ms);
        self.settle();
    }

    /// Applies what became due: settings on their way, and the sweep.
    pub fn settle(&mut self) {
        let now = self.now();
        while self.on_the_way.front().is_some_and(|(due, _)| *due <= now) {
            if let Some((_, body)) = self.on_the_way.pop_front() {
                // It was checked when it arrived, and settings that are valid stay so under any other patch.
                if let Ok(settings) = self.settings.patch(body) {
                    self.use_settings(settings);
                }
            }
        }
        self.sweep_if_due(now);
    }

    /// Takes a patch, at once or after the propagation delay.
    pub fn patch(&mut self, body: Map<String, Value>) -> Result<(), Wrong> {
        let settings = self.settings.patch(body.clone())?;
        match self.settings.switches.propagation_delay {
            0 => self.use_settings(settings),
            seconds => self.on_the_way.push_back((self.now() + i64::from(seconds) * 1000, body)),
        }
        Ok(())
    }

    fn use_settings(&mut self, settings: Settings) {
        self.settings = settings;
        self.name_new_users();
    }

    fn name_new_users(&mut self) {
        for user in self.settings.users.iter_mut().filter(|user| user.id.is_empty()) {
            user.id = ids::record_id("005");
        }
    }

    pub fn main_client(&self) -> &Client {
        &self.client
    }

    pub fn add_app(&mut self, settings: AppSettings) -> Client {
        let client = Client::new();
        self.more_apps.push(App { client: client.clone(), settings });
        client
    }

    /// Removes an app from the org; false where there is none of this client id.
    pub fn remove_app(&mut self, client_id: &str) -> bool {
        self.has_client(client_id) && self.removed_apps.insert(client_id.to_owned())
    }

    /// Whether an app is or was this org's.
    pub fn has_client(&self, client_id: &str) -> bool {
        self.client.id == client_id || self.more_apps.iter().any(|app| app.client.id == client_id)
    }

    pub fn app(&self, client_id: Option<&str>) -> Result<App, Refusal> {
        let client_id = client_id.unwrap_or_default();
        let known = self.known_app(client_id);
        let may_be_eca = !client_id.is_empty() && known.as_ref().is_none_or(|app| app.settings.kind == Kind::Eca);
        let missing = match self.settings.switches.unknown_eca {
            UnknownEca::AppNotFound if may_be_eca => refusal::APP_NOT_FOUND,
            _ => refusal::UNKNOWN_CLIENT,
        };
        known.filter(|_| !self.removed_apps.contains(client_id)).ok_or(missing)
    }

    /// Whether this was an External Client App of the org, which it is no longer.
    pub fn is_removed_eca(&self, client_id: &str) -> bool {
        self.removed_apps.contains(client_id)
            && self.known_app(client_id).is_some_and(|app| app.settings.kind == Kind::Eca)
    }

    /// An app that is or was this org's.
    pub fn known_app(&self, client_id: &str) -> Option<App> {
        if self.client.id == client_id {
            return Some(App { client: self.client.clone(), settings: self.settings.app.clone() });
        }
        self.more_apps.iter().find(|app| app.client.id == client_id).cloned()
    }

    /// Whether an admin has blocked the app that an approval is for.
    pub fn is_blocked(&self, approval: &Approval) -> bool {
        self.app(Some(&approval.client_id)).is_ok_and(|app| app.settings.blocked)
    }

    pub fn user(&self, id: &str) -> Option<&User> {
        self.settings.users.iter().find(|user| user.id == id)
    }

    pub fn user_called(&self, username: &str) -> Option<&User> {
        self.settings.users.iter().find(|user| user.is_called(username))
    }

    pub fn add_user(&mut self, user: User) -> String {
        let id = ids::record_id("005");
        self.settings.users.push(User { id: id.clone(), ..user });
        id
    }

    pub fn identity_url(&self, user_id: &str) -> String {
        format!("{}/id/{}/{user_id}", self.url, self.org_id)
    }

    pub fn echo_url(&self) -> String {
        format!("{}/services/oauth2/echo", self.url)
    }

    pub fn key(&self) -> Result<&SigningKey, Refusal> {
        self.key.as_ref().ok_or(refusal::SERVER_ERROR)
    }

    /// Counts a login of the user, who has no id yet when it ends a registration; false when the hour's allowance is used up.
    pub fn count_login(&mut self, username: &str) -> bool {
        const HOUR_MS: i64 = 3_600_000;
        let now = self.now();
        let logins = self.logins.entry(username.to_lowercase()).or_default();
        while logins.front().is_some_and(|at| *at <= now - HOUR_MS) {
            logins.pop_front();
        }
        let allowed = logins.len() < self.settings.org.login_rate_per_hour;
        if allowed {
            logins.push_back(now);
        }
        allowed
    }
}
