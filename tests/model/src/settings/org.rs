//! Settings of the org: `OauthOidcSettings`, `SecuritySettings`, profiles, network access.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{AddressRanges, Check, Wrong};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct OrgSettings {
    /// "Allow Authorization Code and Credentials Flows": off blocks the flow for every app, whatever the app says.
    #[serde(rename = "oAuthCdCrdtFlowEnable")]
    pub code_credentials_flow: bool,
    pub is_pkce_required: bool,
    #[serde(rename = "blockOAuthUsrAgtFlow")]
    pub block_user_agent_flow: bool,
    #[serde(rename = "blockOAuthUnPwFlow")]
    pub block_username_password_flow: bool,
    /// "Enable CORS for OAuth endpoints", the step after the allow-list that is often forgotten.
    #[serde(rename = "enableOauthCorsPolicy")]
    pub enable_oauth_cors_policy: bool,
    pub session_timeout_in_minutes: u32,
    pub profiles: BTreeMap<String, Profile>,
    /// Addresses that may log in.
    pub ip_ranges: AddressRanges,
    pub locked: bool,
    pub login_rate_per_hour: usize,
    pub password_min_length: usize,
}

impl Default for OrgSettings {
    fn default() -> Self {
        Self {
            code_credentials_flow: false,
            is_pkce_required: false,
            block_user_agent_flow: true,
            block_username_password_flow: true,
            enable_oauth_cors_policy: false,
            session_timeout_in_minutes: 120,
            profiles: BTreeMap::new(),
            ip_ranges: AddressRanges::default(),
            locked: false,
            login_rate_per_hour: 3600,
            password_min_length: 8,
        }
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Profile {
    /// Wins over the org's value where it is set.
    pub session_timeout_in_minutes: Option<u32>,
}

impl OrgSettings {
    /// Session timeout of a profile: its own if it has one, otherwise the org's.
    pub fn session_minutes(&self, profile: &str) -> u32 {
        let own = self.profiles.get(profile).and_then(|profile| profile.session_timeout_in_minutes);
        own.unwrap_or(self.session_timeout_in_minutes)
    }
}

impl Check for OrgSettings {
    fn check(&self) -> Result<(), Wrong> {
        Wrong::unless(self.session_timeout_in_minutes > 0, "org.sessionTimeoutInMinutes", "must be 1 or more")?;
        for (name, profile) in &self.profiles {
            let key = format!("org.profiles.{name}.sessionTimeoutInMinutes");
            Wrong::unless(profile.session_timeout_in_minutes != Some(0), &key, "must be 1 or more")?;
        }
        self.ip_ranges.check("org.ipRanges")
    }
}
