//! Settings of the site: `Network` and `NetworkAuthApiSettings`.

use serde::{Deserialize, Serialize};

use super::{Check, User, Wrong};

/// Where an org's own REST endpoints are.
pub const APEX_REST: &str = "/services/apexrest/";

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub struct SiteSettings {
    #[serde(rename = "status")]
    pub status: Status,
    #[serde(rename = "networkMemberGroups")]
    pub members: MemberGroups,

    pub is_headless_user_registration_allowed: bool,
    pub does_registration_require_auth: bool,
    pub is_recaptcha_required_rgstr: bool,
    pub registration_handler_id: String,
    pub registration_execution_user_id: String,
    pub registration_user_default_profile_id: String,

    pub is_pwdless_login_allowed: bool,
    pub does_pwdless_login_require_auth: bool,
    pub is_recaptcha_required_pwdless_login: bool,

    pub is_forgot_pwd_allowed: bool,
    pub does_forgot_password_require_auth: bool,
    pub is_recaptcha_required_forgot_pwd: bool,
    pub max_password_reset_attempts: u32,

    pub recaptcha_score_threshold: f64,
    pub recaptcha_secret_key: String,

    #[serde(rename = "IsForgotPwdEmailTemplateAllowlistingEnabled")]
    pub is_email_template_allowlisting_enabled: bool,
    #[serde(rename = "emailTemplateAllowlist")]
    pub email_template_allowlist: Vec<String>,

    #[serde(rename = "IsUserDisambiguationAllowedUsernamePwd")]
    pub is_discovery_allowed_at_login: bool,
    #[serde(rename = "IsUserDisambiguationAllowedForgotPwd")]
    pub is_discovery_allowed_at_forgot_password: bool,
    /// Any text installs the model's handler, which knows username, email and mobile phone.
    pub headless_discovery_handler_id: String,
    /// What the handler says when its answer is not exactly one user; empty: it says nothing.
    #[serde(rename = "discoveryErrorMessage")]
    pub discovery_error_message: String,

    #[serde(rename = "ssoProviders")]
    pub sso_providers: Vec<String>,

    /// Path of the org's own Apex REST endpoint that serves as a callback; `null`: there is none.
    #[serde(rename = "apexCallback")]
    pub apex_callback: Option<String>,

    #[serde(rename = "isFirstPartyAppsAllowed")]
    pub is_first_party_apps_allowed: bool,
    pub does_password_login_require_auth: bool,
    pub is_universal_client_rgstr_allowed: bool,
}

impl Default for SiteSettings {
    fn default() -> Self {
        Self {
            status: Status::UnderConstruction,
            members: MemberGroups::default(),
            is_headless_user_registration_allowed: false,
            does_registration_require_auth: false,
            is_recaptcha_required_rgstr: true,
            registration_handler_id: "ModelRegistrationHandler".into(),
            registration_execution_user_id: "model.integration@example.com".into(),
            registration_user_default_profile_id: String::new(),
            is_pwdless_login_allowed: false,
            does_pwdless_login_require_auth: false,
            is_recaptcha_required_pwdless_login: true,
            is_forgot_pwd_allowed: false,
            does_forgot_password_require_auth: false,
            is_recaptcha_required_forgot_pwd: true,
            max_password_reset_attempts: 5,
            recaptcha_score_threshold: 0.5,
            recaptcha_secret_key: String::new(),
            is_email_template_allowlisting_enabled: false,
            email_template_allowlist: Vec::new(),
            is_discovery_allowed_at_login: false,
            is_discovery_allowed_at_forgot_password: false,
            headless_discovery_handler_id: String::new(),
            discovery_error_message: String::new(),
            sso_providers: Vec::new(),
            apex_callback: None,
            is_first_party_apps_allowed: false,
            does_password_login_require_auth: false,
            is_universal_client_rgstr_allowed: false,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    UnderConstruction,
    Live,
    DownForMaintenance,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct MemberGroups {
    pub profile: Vec<String>,
    pub permission_set: Vec<String>,
}

impl MemberGroups {
    pub fn include(&self, user: &User) -> bool {
        self.profile.contains(&user.profile) || user.permission_sets.iter().any(|set| self.permission_set.contains(set))
    }
}

impl SiteSettings {
    pub fn serves_apex_callback(&self, path: &str) -> bool {
        self.apex_callback.as_deref() == Some(path)
    }
}

impl Check for SiteSettings {
    fn check(&self) -> Result<(), Wrong> {
        if let Some(path) = &self.apex_callback {
            let name = path.strip_prefix(APEX_REST).unwrap_or_default();
            let plain = !name.is_empty() && name.bytes().all(|c| c.is_ascii_graphic() && !b"?#".contains(&c));
            let path_of_apex = "must be a path under /services/apexrest/, percent-encoded, without query";
            Wrong::unless(plain, "site.apexCallback", path_of_apex)?;
        }
        let score = self.recaptcha_score_threshold;
        Wrong::unless((0.5..=1.0).contains(&score), "site.RecaptchaScoreThreshold", "must be from 0.5 to 1")?;
        Wrong::unless(self.max_password_reset_attempts > 0, "site.MaxPasswordResetAttempts", "must be 1 or more")
    }
}
