//! A person with a login.

use serde::{Deserialize, Serialize};

use super::{Check, Wrong};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct User {
    /// Given by the site when the user is made.
    #[serde(skip)]
    pub id: String,
    pub username: String,
    pub password: String,
    /// The username where it is left out.
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub first_name: String,
    #[serde(default)]
    pub last_name: String,
    #[serde(default)]
    pub mobile_phone: String,
    #[serde(default = "User::default_profile")]
    pub profile: String,
    #[serde(default)]
    pub permission_sets: Vec<String>,
    #[serde(default = "yes")]
    pub email_verified: bool,
    #[serde(default = "yes")]
    pub mobile_phone_verified: bool,
    #[serde(default = "yes")]
    pub is_active: bool,
    #[serde(default)]
    pub is_frozen: bool,
    #[serde(default)]
    pub is_locked: bool,
    #[serde(default)]
    pub mfa_required: bool,
    #[serde(default)]
    pub login_flow_required: bool,
    #[serde(default = "yes")]
    pub api_enabled: bool,
    #[serde(default)]
    pub api_only_user: bool,
}

fn yes() -> bool {
    true
}

impl User {
    /// A user as the control door makes one from a username and a password alone.
    pub fn new(username: &str, password: &str) -> Self {
        Self {
            id: String::new(),
            username: username.into(),
            password: password.into(),
            email: username.into(),
            first_name: String::new(),
            last_name: String::new(),
            mobile_phone: String::new(),
            profile: Self::default_profile(),
            permission_sets: Vec::new(),
            email_verified: true,
            mobile_phone_verified: true,
            is_active: true,
            is_frozen: false,
            is_locked: false,
            mfa_required: false,
            login_flow_required: false,
            api_enabled: true,
            api_only_user: false,
        }
    }

    pub fn default_profile() -> String {
        "Customer Community User".into()
    }

    /// Usernames are not case-sensitive.
    pub fn is_called(&self, username: &str) -> bool {
        self.username.to_lowercase() == username.to_lowercase()
    }

    pub fn full_name(&self) -> String {
        let name = format!("{} {}", self.first_name, self.last_name);
        if name.trim().is_empty() { self.username.clone() } else { name.trim().into() }
    }
}

impl Check for User {
    fn check(&self) -> Result<(), Wrong> {
        Wrong::unless(!self.username.is_empty(), "users.username", "must not be empty")?;
        Wrong::unless(!self.password.is_empty(), "users.password", "must not be empty")
    }
}
