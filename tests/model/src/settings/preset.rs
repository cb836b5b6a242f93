//! The two starting points a site can be made from.

use serde::Deserialize;

use super::{AppSettings, OrgSettings, Settings, SiteSettings, User, app::PermittedUsers, site::Status};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// A public client that is set up correctly, with every flow on.
    #[default]
    Ready,
    /// What a new org, site and app look like before anybody touched them.
    Fresh,
}

/// The scopes a public client needs for every flow.
const READY_SCOPES: &str = "openid api refresh_token profile email web chatter_api user_registration_api \
                            pwdless_login_api forgot_password";

impl Preset {
    pub fn settings(self, site_url: &str) -> Settings {
        match self {
            Self::Fresh => Settings::default(),
            Self::Ready => ready(site_url),
        }
    }
}

fn ready(site_url: &str) -> Settings {
    let members = User::default_profile();
    Settings {
        org: OrgSettings { code_credentials_flow: true, enable_oauth_cors_policy: true, ..OrgSettings::default() },
        site: SiteSettings {
            status: Status::Live,
            members: super::site::MemberGroups { profile: vec![members.clone()], permission_set: Vec::new() },
            is_headless_user_registration_allowed: true,
            registration_user_default_profile_id: members.clone(),
            is_pwdless_login_allowed: true,
            is_forgot_pwd_allowed: true,
            sso_providers: vec!["Model_IDP".into()],
            ..SiteSettings::default()
        },
        app: AppSettings {
            is_code_cred_flow_enabled: true,
            is_pkce_required: Some(true),
            is_consumer_secret_optional: true,
            is_secret_required_for_refresh_token: false,
            oauth_scopes: READY_SCOPES.split_whitespace().map(str::to_owned).collect(),
            callback_urls: vec![format!("{site_url}/services/oauth2/echo")],
            permitted_users_policy_type: PermittedUsers::AdminApprovedPreAuthorized,
            comma_separated_profile: members,
            is_guest_code_cred_flow_enabled: true,
            is_named_user_jwt_enabled: true,
            ..AppSettings::default()
        },
        users: vec![User {
            first_name: "Ada".into(),
            last_name: "Lovelace".into(),
            mobile_phone: "+12025550123".into(),
            ..User::new("ada@example.com", "Lovelace1!")
        }],
        ..Settings::default()
    }
}
