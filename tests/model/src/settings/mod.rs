//! Everything that can be set on an org, its site, its app and its users, as typed structs whose JSON names are the API
//! names. A body of the control door is merged into the current settings and must then read back without a flaw.

mod addresses;
pub mod app;
pub mod org;
pub mod origins;
mod preset;
pub mod site;
pub mod switches;
mod user;

use std::fmt;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

pub use self::{
    addresses::AddressRanges, app::AppSettings, org::OrgSettings, origins::Origins, preset::Preset, site::SiteSettings,
    switches::Switches, user::User,
};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Settings {
    pub org: OrgSettings,
    pub site: SiteSettings,
    pub app: AppSettings,
    pub users: Vec<User>,
    pub cors_origins: Origins,
    pub switches: Switches,
}

/// Why settings were refused; names the key.
#[derive(Debug)]
pub struct Wrong(pub String);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Wrong {}

impl Wrong {
    fn unless(fits: bool, key: &str, why: &str) -> Result<(), Self> {
        if fits { Ok(()) } else { Err(Self(format!("{key}: {why}"))) }
    }
}

/// What a type cannot say by itself: ranges, documented lists, grammar.
trait Check {
    fn check(&self) -> Result<(), Wrong>;
}

impl Settings {
    /// Settings of a new site: the preset with the body's values over it. Arrays in the body, users too, replace.
    pub fn create(preset: Preset, site_url: &str, body: Map<String, Value>) -> Result<Self, Wrong> {
        preset.settings(site_url).merged(body, |_, users| Ok(users))
    }

    /// Settings after a patch: objects merge, arrays replace, users are matched by username.
    pub fn patch(&self, body: Map<String, Value>) -> Result<Self, Wrong> {
        let mut patched = self.merged(body, match_users)?;
        for user in &mut patched.users {
            if let Some(known) = self.users.iter().find(|known| known.is_called(&user.username)) {
                user.id.clone_from(&known.id);
            }
        }
        Ok(patched)
    }

    fn merged(&self, mut body: Map<String, Value>, merge_users: MergeUsers) -> Result<Self, Wrong> {
        let renamed = match body.get_mut("app").and_then(Value::as_object_mut) {
            Some(app) => use_canonical_names(app)?,
            None => Vec::new(),
        };
        let mut merged = serde_json::to_value(self).map_err(|error| Wrong(error.to_string()))?;
        if let (Some(current), Some(new)) = (merged.get_mut("users"), body.remove("users")) {
            *current = merge_users(take_users(current.take())?, take_users(new)?)?.into();
        }
        merge(&mut merged, Value::Object(body), "settings")?;
        check_objects(&merged)?;
        let mut settings: Self = read(merged).map_err(|wrong| name_alias(wrong, &renamed))?;
        settings.check().map_err(|wrong| name_alias(wrong, &renamed))?;
        for user in settings.users.iter_mut().filter(|user| user.email.is_empty()) {
            user.email.clone_from(&user.username);
        }
        Ok(settings)
    }

    fn check(&self) -> Result<(), Wrong> {
        self.org.check()?;
        self.site.check()?;
        self.app.check()?;
        self.cors_origins.check()?;
        self.switches.check()?;
        for (index, user) in self.users.iter().enumerate() {
            user.check()?;
            let unique = self.users.iter().skip(index + 1).all(|other| !other.is_called(&user.username));
            Wrong::unless(unique, "users.username", "must be unique")?;
        }
        Ok(())
    }
}

impl AppSettings {
    /// Settings of a further app of an org.
    pub fn create(mut body: Map<String, Value>) -> Result<Self, Wrong> {
        let renamed = use_canonical_names(&mut body)?;
        let body = Value::Object(body);
        check_list(&body["refreshTokenIpAllowlist"], "app.refreshTokenIpAllowlist")?;
        let app: Self = read(body).map_err(|wrong| name_alias(wrong, &renamed))?;
        app.check().map_err(|wrong| name_alias(wrong, &renamed))?;
        Ok(app)
    }
}

/// Reads a typed value; an error names the path of the key that is wrong.
pub fn read<T: DeserializeOwned>(value: Value) -> Result<T, Wrong> {
    serde_path_to_error::deserialize(value).map_err(|error| Wrong(format!("{}: {}", error.path(), error.inner())))
}

/// Checks structs under free names and in lists: serde would also read a struct from an array of its fields.
fn check_objects(merged: &Value) -> Result<(), Wrong> {
    for (name, profile) in merged["org"]["profiles"].as_object().into_iter().flatten() {
        Wrong::unless(profile.is_object(), &format!("org.profiles.{name}"), "must be an object")?;
    }
    check_list(&merged["org"]["ipRanges"], "org.ipRanges")?;
    check_list(&merged["app"]["refreshTokenIpAllowlist"], "app.refreshTokenIpAllowlist")
}

fn check_list(list: &Value, key: &str) -> Result<(), Wrong> {
    let all_objects = list.as_array().is_none_or(|items| items.iter().all(Value::is_object));
    Wrong::unless(all_objects, key, "must be an array of objects")
}

/// Objects merge, everything else replaces. An object stays one: a struct would also read itself from an array.
fn merge(current: &mut Value, new: Value, key: &str) -> Result<(), Wrong> {
    match (current, new) {
        (Value::Object(current), Value::Object(new)) => {
            for (key, value) in new {
                merge(current.entry(key.as_str()).or_insert(Value::Null), value, &key)?;
            }
            Ok(())
        }
        (Value::Object(_), _) => Err(Wrong(format!("{key}: must be an object"))),
        // serde would also read an enum from an object with that key.
        (Value::String(_), Value::Object(_)) => Err(Wrong(format!("{key}: must be a text"))),
        (current, new) => {
            *current = new;
            Ok(())
        }
    }
}

/// What becomes of the users there are and the users in a body.
type MergeUsers = fn(Vec<Value>, Vec<Value>) -> Result<Vec<Value>, Wrong>;

fn match_users(mut users: Vec<Value>, new: Vec<Value>) -> Result<Vec<Value>, Wrong> {
    let name = |user: &Value| user.get("username").and_then(Value::as_str).map(str::to_lowercase);
    for user in new {
        match users.iter_mut().find(|known| name(known).is_some() && name(known) == name(&user)) {
            Some(known) => merge(known, user, "users")?,
            None => users.push(user),
        }
    }
    Ok(users)
}

fn take_users(value: Value) -> Result<Vec<Value>, Wrong> {
    match value {
        Value::Array(users) if users.iter().all(Value::is_object) => Ok(users),
        _ => Err(Wrong("users: must be an array of objects".into())),
    }
}

/// Renames aliases to the names the structs know; returns those that were there.
fn use_canonical_names(app: &mut Map<String, Value>) -> Result<Vec<(&'static str, &'static str)>, Wrong> {
    let mut renamed = Vec::new();
    for (alias, canonical) in app::ALIASES {
        if let Some(value) = app.remove(alias) {
            let twice = app.insert(canonical.into(), value).is_some();
            Wrong::unless(!twice, alias, &format!("is another name of {canonical}: send one of them"))?;
            renamed.push((alias, canonical));
        }
    }
    Ok(renamed)
}

/// If an alias was sent, the error has that name.
fn name_alias(wrong: Wrong, renamed: &[(&str, &str)]) -> Wrong {
    // Its path says what is wrong; behind that the names of others may stand.
    let path = wrong.0.split(": ").next().unwrap_or_default();
    let alias = renamed.iter().find(|(_, canonical)| path.contains(canonical));
    match alias {
        Some((alias, _)) => Wrong(format!("{} (sent as {alias})", wrong.0)),
        None => wrong,
    }
}
