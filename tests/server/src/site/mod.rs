//! One site with its org: settings and everything that happened to it. Sites share nothing.

pub mod codes;
pub mod keys;
pub mod otp;
mod sweep;
pub mod tokens;
pub mod under_way;

use std::collections::{HashMap, VecDeque};

use serde_json::{Map, Value};

use self::{codes::Codes, keys::SigningKey, otp::Otps, tokens::Tokens, under_way::UnderWay};
use crate::{
    http::{
        faults::Faults,
        log::RequestLog,
        refusal::{self, Refusal},
    },
    ids,
    settings::{AppSettings, Settings, User, Wrong, switches::UnknownEca},
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
    client: Client,
    more_apps: Vec<App>,
    clock_offset_ms: i64,
    key: Option<SigningKey>,
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
    pub fn new(id: String, url: String, settings: Settings) -> Self {
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
            client: Client::new(),
            more_apps: Vec::new(),
            clock_offset_ms: 0,
            key: None,
            logins: HashMap::new(),
            on_the_way: VecDeque::new(),
            last_sweep: 0,
        };
        site.name_new_users();
        site
    }

    /// Milliseconds since 1970 by this site's clock.
    pub fn now(&self) -> i64 {
        real_now() + self.clock_offset_ms
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

    pub fn has_client(&self, client_id: &str) -> bool {
        self.client.id == client_id || self.more_apps.iter().any(|app| app.client.id == client_id)
    }

    pub fn app(&self, client_id: Option<&str>) -> Result<App, Refusal> {
        let client_id = client_id.unwrap_or_default();
        if self.client.id == client_id {
            return Ok(App { client: self.client.clone(), settings: self.settings.app.clone() });
        }
        let other = self.more_apps.iter().find(|app| app.client.id == client_id);
        other.cloned().ok_or(match self.settings.switches.unknown_eca {
            UnknownEca::AppNotFound if !client_id.is_empty() => refusal::APP_NOT_FOUND,
            _ => refusal::UNKNOWN_CLIENT,
        })
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

    pub fn key(&mut self) -> Result<&SigningKey, Refusal> {
        if self.key.is_none() {
            let key = SigningKey::generate(&self.org_id, self.now()).map_err(|_| refusal::SERVER_ERROR)?;
            self.key = Some(key);
        }
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

fn real_now() -> i64 {
    let since_1970 = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX)
}
