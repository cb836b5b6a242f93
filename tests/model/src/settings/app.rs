//! Settings of an app: External Client App ("ECA") or connected app ("CA"). Where the two kinds name a setting
//! differently, the connected app's name is an alias (`ALIASES`).

use serde::{Deserialize, Serialize};

use super::{AddressRanges, Check, User, Wrong};

/// Connected app's name, External Client App's name.
pub const ALIASES: [(&str, &str); 4] = [
    ("isCodeCredentialEnabled", "isCodeCredFlowEnabled"),
    ("isCodeCredentialPostOnly", "isCodeCredPostOnly"),
    ("GuestUvidTimeout", "guestJwtTimeout"),
    ("NamedUserUvidTimeout", "namedUserJwtTimeout"),
];

/// The minutes that the timeouts of JWT access tokens can be set to.
const JWT_TIMEOUTS: [u32; 11] = [1, 5, 10, 15, 30, 60, 90, 120, 240, 480, 720];

/// Ranges that a refresh token IP allow-list can have.
const ALLOWLIST_SIZE: usize = 128;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct AppSettings {
    pub kind: Kind,
    /// "Enable Authorization Code and Credentials Flow".
    pub is_code_cred_flow_enabled: bool,
    /// `null`: an app of this org. Otherwise a packaged app, and this is what its publisher chose.
    #[serde(rename = "publisher_flow_enabled")]
    pub publisher_flow_enabled: Option<bool>,
    /// "Require PKCE Extension for Supported Authorization Flows"; unset, the kind decides.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub is_pkce_required: Option<bool>,
    /// "Require user credentials in the POST body".
    pub is_code_cred_post_only: bool,
    /// Off is "Require Secret for Web Server Flow" ticked.
    pub is_consumer_secret_optional: bool,
    pub is_secret_required_for_refresh_token: bool,
    pub is_secret_required_for_token_exchange: bool,

    pub is_refresh_token_rotation_enabled: bool,
    pub refresh_token_policy_type: RefreshPolicy,
    pub refresh_token_validity_period: u32,
    pub refresh_token_validity_unit: ValidityUnit,

    pub oauth_scopes: Vec<String>,
    pub callback_urls: Vec<String>,

    pub permitted_users_policy_type: PermittedUsers,
    pub comma_separated_profile: String,
    pub comma_separated_permission_set: String,

    /// "Enable for Guest Users".
    pub is_guest_code_cred_flow_enabled: bool,
    pub guest_jwt_session_timeout_type: TimeoutType,
    pub guest_jwt_timeout: u32,

    pub is_named_user_jwt_enabled: bool,
    pub named_user_jwt_session_timeout_type: TimeoutType,
    pub named_user_jwt_timeout: u32,

    /// Lifetime of opaque access tokens; unset, the org's session timeout.
    pub session_timeout_in_minutes: Option<u32>,
    pub id_token_validity_in_minutes: u32,

    pub ip_relaxation_policy_type: IpRelaxation,
    /// "Enforce Refresh Token IP Allowlist": addresses that may complete the web server flow and refresh.
    pub refresh_token_ip_allowlist: AddressRanges,
    pub required_session_level: SessionLevel,
    pub policy_action: PolicyAction,
    pub is_introspect_all_tokens: bool,
    pub is_client_credentials_flow_enabled: bool,
    pub blocked: bool,
    pub is_first_party_app_enabled: bool,
    pub client_assertion_certificate: String,
    #[serde(rename = "OptionsAllowExpiredUvidJWT")]
    pub allow_expired_uvid_jwt: bool,
}

impl Default for AppSettings {
    fn default() -> Self {
        Self {
            kind: Kind::Eca,
            is_code_cred_flow_enabled: false,
            publisher_flow_enabled: None,
            is_pkce_required: None,
            is_code_cred_post_only: false,
            is_consumer_secret_optional: false,
            is_secret_required_for_refresh_token: true,
            is_secret_required_for_token_exchange: true,
            is_refresh_token_rotation_enabled: false,
            refresh_token_policy_type: RefreshPolicy::Infinite,
            refresh_token_validity_period: 1,
            refresh_token_validity_unit: ValidityUnit::Days,
            oauth_scopes: Vec::new(),
            callback_urls: Vec::new(),
            permitted_users_policy_type: PermittedUsers::AllSelfAuthorized,
            comma_separated_profile: String::new(),
            comma_separated_permission_set: String::new(),
            is_guest_code_cred_flow_enabled: false,
            guest_jwt_session_timeout_type: TimeoutType::UserSession,
            guest_jwt_timeout: 15,
            is_named_user_jwt_enabled: false,
            named_user_jwt_session_timeout_type: TimeoutType::UserSession,
            named_user_jwt_timeout: 15,
            session_timeout_in_minutes: None,
            id_token_validity_in_minutes: 2,
            ip_relaxation_policy_type: IpRelaxation::Enforce,
            refresh_token_ip_allowlist: AddressRanges::default(),
            required_session_level: SessionLevel::Standard,
            policy_action: PolicyAction::Block,
            is_introspect_all_tokens: false,
            is_client_credentials_flow_enabled: false,
            blocked: false,
            is_first_party_app_enabled: false,
            client_assertion_certificate: String::new(),
            allow_expired_uvid_jwt: false,
        }
    }
}

/// A value that may be left out but, once there, must be a boolean: `null` is no third state.
fn given<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    bool::deserialize(deserializer).map(Some)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Kind {
    Eca,
    Ca,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RefreshPolicy {
    Infinite,
    SpecificInactivity,
    SpecificLifetime,
    Zero,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub enum ValidityUnit {
    Hours,
    Days,
    Months,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PermittedUsers {
    AllSelfAuthorized,
    AdminApprovedPreAuthorized,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimeoutType {
    UserSession,
    Custom,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SessionLevel {
    Low,
    Standard,
    HighAssurance,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub enum PolicyAction {
    Block,
    RaiseSessionLevel,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum IpRelaxation {
    Enforce,
    Bypass,
    #[serde(rename = "Bypass_2factor")]
    BypassTwoFactor,
    #[serde(rename = "Enforce_RelaxRefresh")]
    EnforceRelaxRefresh,
}

impl IpRelaxation {
    /// A second factor would lift the restriction too, but a headless login cannot give one.
    pub fn enforced_at_login(self) -> bool {
        self != Self::Bypass
    }

    pub fn enforced_at_refresh(self) -> bool {
        matches!(self, Self::Enforce | Self::BypassTwoFactor)
    }
}

impl AppSettings {
    /// In a packaged app the publisher's choice counts and the subscriber's own flag is not consulted.
    pub fn flow_enabled(&self) -> bool {
        self.publisher_flow_enabled.unwrap_or(self.is_code_cred_flow_enabled)
    }

    pub fn pkce_required(&self) -> bool {
        self.is_pkce_required.unwrap_or(self.kind == Kind::Eca)
    }

    /// Guest tokens are always JWTs, so an app that issues none has no guests.
    pub fn guests_enabled(&self) -> bool {
        self.is_guest_code_cred_flow_enabled && self.is_named_user_jwt_enabled
    }

    /// Whether the user's profile or one of the permission sets is assigned to the app.
    pub fn preauthorizes(&self, user: &User) -> bool {
        let listed = |list: &str, name: &str| list.split(',').any(|entry| entry.trim() == name);
        listed(&self.comma_separated_profile, &user.profile)
            || user.permission_sets.iter().any(|set| listed(&self.comma_separated_permission_set, set))
    }

    pub fn has_scope(&self, scope: &str) -> bool {
        self.oauth_scopes.iter().any(|own| own == scope)
    }

    /// How long a refresh token lives under a policy that limits it.
    pub fn refresh_validity_ms(&self) -> i64 {
        const HOUR: i64 = 3_600_000;
        let unit = match self.refresh_token_validity_unit {
            ValidityUnit::Hours => HOUR,
            ValidityUnit::Days => 24 * HOUR,
            ValidityUnit::Months => 30 * 24 * HOUR,
        };
        unit.saturating_mul(i64::from(self.refresh_token_validity_period))
    }
}

impl Check for AppSettings {
    fn check(&self) -> Result<(), Wrong> {
        let listed = |minutes| JWT_TIMEOUTS.contains(&minutes);
        let one_of = "must be one of 1, 5, 10, 15, 30, 60, 90, 120, 240, 480, 720 minutes";
        Wrong::unless(listed(self.guest_jwt_timeout), "app.guestJwtTimeout", one_of)?;
        Wrong::unless(listed(self.named_user_jwt_timeout), "app.namedUserJwtTimeout", one_of)?;
        let minutes = self.id_token_validity_in_minutes;
        Wrong::unless((1..=720).contains(&minutes), "app.idTokenValidityInMinutes", "must be from 1 to 720")?;
        let positive = "must be 1 or more";
        Wrong::unless(self.session_timeout_in_minutes != Some(0), "app.sessionTimeoutInMinutes", positive)?;
        Wrong::unless(self.refresh_token_validity_period > 0, "app.refreshTokenValidityPeriod", positive)?;
        let fits = self.refresh_token_ip_allowlist.len() <= ALLOWLIST_SIZE;
        Wrong::unless(fits, "app.refreshTokenIpAllowlist", "must have 128 ranges at most")?;
        self.refresh_token_ip_allowlist.check("app.refreshTokenIpAllowlist")?;
        for scope in &self.oauth_scopes {
            let plain = !scope.is_empty() && scope.bytes().all(|c| c.is_ascii_graphic() && c != b',');
            Wrong::unless(plain, "app.oauthScopes", "a scope is text without spaces and commas")?;
        }
        for url in &self.callback_urls {
            let plain = url.contains(':') && url.bytes().all(|c| c.is_ascii_graphic() && c != b'#');
            Wrong::unless(
                plain,
                "app.callbackUrls",
                "a callback is an absolute URL without fragment, percent-encoded",
            )?;
        }
        Ok(())
    }
}
