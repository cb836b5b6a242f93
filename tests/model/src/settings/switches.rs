//! Answers that are not documented. Each has a default, and a switch that gives the other reading,
//! so that a client can be tried against both.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Check, Wrong};

/// `on` or `off`; the control door takes booleans as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "OnOffInput", into = "bool")]
pub struct OnOff(pub bool);

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected \"on\", \"off\", true or false")]
enum OnOffInput {
    Flag(bool),
    Word(OnOffWord),
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum OnOffWord {
    On,
    Off,
}

impl From<OnOffInput> for OnOff {
    fn from(input: OnOffInput) -> Self {
        Self(matches!(input, OnOffInput::Flag(true) | OnOffInput::Word(OnOffWord::On)))
    }
}

impl From<OnOff> for bool {
    fn from(value: OnOff) -> Self {
        value.0
    }
}

/// Defines an enum whose values are written in snake case in JSON.
macro_rules! choice {
    ($name:ident: $($variant:ident),+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($variant),+ }
    };
}

choice!(ErrorShape: Oauth, Key);
choice!(ScopeRefusal: Html, InvalidScope);
choice!(ScopeSeparator: Space, Comma, Both);
choice!(ForeignClient: InvalidClientId, RedirectUriMismatch);
choice!(UnknownEca: InvalidClientId, AppNotFound);
choice!(OrgFlowOff: Html, RedirectLogin);
choice!(PkceErrorForm: Json, Form);
choice!(AbsentMethod: S256, RfcPlain);
choice!(VerifierLength: Lenient, Rfc);
choice!(UnaskedVerifier: InvalidRequest, InvalidGrant);
choice!(HeaderCase: Insensitive, Exact);
choice!(HeaderMissing: InvalidHeaders, Html);
choice!(UnknownUser: Success, Error);
choice!(ForgotBody: Both, Json);
choice!(MfaUser: Html, InvalidGrant);
choice!(InactiveUser: InactiveUser, InvalidGrant);
choice!(GuestOff: InvalidClient, InvalidRequest);
choice!(RevokeUnknown: InvalidToken, UnsupportedTokenType, Rfc7009);
choice!(EchoCors: LikeAuthorize, Never);
choice!(AllowHeaders: Reflect, Fixed);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Value")]
pub enum InactiveSite {
    #[serde(rename = "404")]
    NotFound,
    #[serde(rename = "html")]
    Html,
}

impl TryFrom<Value> for InactiveSite {
    type Error = &'static str;

    /// A status may come as a number, as at the other switches.
    fn try_from(value: Value) -> Result<Self, Self::Error> {
        match value {
            value if value == 404 || value == "404" => Ok(Self::NotFound),
            value if value == "html" => Ok(Self::Html),
            _ => Err("expected 404 or \"html\""),
        }
    }
}

/// An OAuth error: code and description.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorPair {
    pub error: String,
    pub error_description: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Switches {
    pub json_failure_status: u16,
    pub json_error_shape: ErrorShape,
    pub recaptcha_error_text: String,
    pub recaptcha_at_authorize: OnOff,
    pub wrong_otp_error: ErrorPair,
    pub otp_strict_post_only: OnOff,
    pub otp_digits: usize,
    pub otp_lifetime_seconds: u32,
    pub otp_attempts: u32,
    pub otp_starts_per_hour: usize,
    pub init_auth_missing: u16,
    pub init_auth_scope: u16,
    pub site_flow_off: u16,
    pub site_inactive: InactiveSite,
    pub scope_not_on_app_named: ScopeRefusal,
    pub scope_not_on_app_guest: ScopeRefusal,
    pub scope_separator: ScopeSeparator,
    /// What authorize says of a client id that is not this org's.
    pub foreign_client: ForeignClient,
    /// What every endpoint says of a client id that may be an External Client App not installed here. It takes precedence over
    /// `foreignClient`.
    pub unknown_eca: UnknownEca,
    pub org_flow_off: OrgFlowOff,
    pub pkce_error_form: PkceErrorForm,
    pub challenge_method_absent: AbsentMethod,
    pub verifier_length: VerifierLength,
    pub verifier_without_challenge: UnaskedVerifier,
    pub code_lifetime_seconds: u32,
    pub code_replay_revokes: OnOff,
    pub auth_request_type_case: HeaderCase,
    pub auth_request_type_missing: HeaderMissing,
    /// Seconds until a patched setting takes effect.
    pub propagation_delay: u32,
    /// Whether the answer to a registration by SMS names the email address.
    pub sms_email_field: OnOff,
    pub pwdless_unknown_user: UnknownUser,
    pub registration_on_eca: OnOff,
    pub forgot_password_body: ForgotBody,
    pub forgot_status_field: OnOff,
    pub mfa_user: MfaUser,
    pub inactive_user_error: InactiveUser,
    pub guest_off_error: GuestOff,
    pub uvid_body_hint: OnOff,
    pub uvid_claim_name: String,
    pub guest_refresh_token: OnOff,
    pub emit_expires_in: OnOff,
    pub revoke_access_cascades: OnOff,
    pub revoke_unknown: RevokeUnknown,
    pub echo_cors: EchoCors,
    pub cors_allow_headers: AllowHeaders,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            json_failure_status: 400,
            json_error_shape: ErrorShape::Oauth,
            recaptcha_error_text: "include a reCAPTCHA".into(),
            recaptcha_at_authorize: OnOff(false),
            wrong_otp_error: ErrorPair {
                error: "invalid_grant".into(),
                error_description: "authentication failure".into(),
            },
            otp_strict_post_only: OnOff(false),
            otp_digits: 6,
            otp_lifetime_seconds: 24 * 3600,
            otp_attempts: 3,
            otp_starts_per_hour: 5,
            init_auth_missing: 401,
            init_auth_scope: 403,
            site_flow_off: 400,
            site_inactive: InactiveSite::NotFound,
            scope_not_on_app_named: ScopeRefusal::Html,
            scope_not_on_app_guest: ScopeRefusal::InvalidScope,
            scope_separator: ScopeSeparator::Space,
            foreign_client: ForeignClient::InvalidClientId,
            unknown_eca: UnknownEca::InvalidClientId,
            org_flow_off: OrgFlowOff::Html,
            pkce_error_form: PkceErrorForm::Json,
            challenge_method_absent: AbsentMethod::S256,
            verifier_length: VerifierLength::Lenient,
            verifier_without_challenge: UnaskedVerifier::InvalidRequest,
            code_lifetime_seconds: 900,
            code_replay_revokes: OnOff(false),
            auth_request_type_case: HeaderCase::Insensitive,
            auth_request_type_missing: HeaderMissing::InvalidHeaders,
            propagation_delay: 0,
            sms_email_field: OnOff(true),
            pwdless_unknown_user: UnknownUser::Success,
            registration_on_eca: OnOff(true),
            forgot_password_body: ForgotBody::Both,
            forgot_status_field: OnOff(true),
            mfa_user: MfaUser::Html,
            inactive_user_error: InactiveUser::InactiveUser,
            guest_off_error: GuestOff::InvalidClient,
            uvid_body_hint: OnOff(true),
            uvid_claim_name: "uvid".into(),
            guest_refresh_token: OnOff(false),
            emit_expires_in: OnOff(false),
            revoke_access_cascades: OnOff(false),
            revoke_unknown: RevokeUnknown::InvalidToken,
            echo_cors: EchoCors::LikeAuthorize,
            cors_allow_headers: AllowHeaders::Reflect,
        }
    }
}

impl Check for Switches {
    fn check(&self) -> Result<(), Wrong> {
        let client_error = (400..500).contains(&self.json_failure_status);
        Wrong::unless(client_error, "switches.json_failure_status", "must be from 400 to 499")?;
        Wrong::unless(
            [401, 403].contains(&self.init_auth_missing),
            "switches.init_auth_missing",
            "must be 401 or 403",
        )?;
        Wrong::unless([401, 403].contains(&self.init_auth_scope), "switches.init_auth_scope", "must be 401 or 403")?;
        Wrong::unless([400, 404].contains(&self.site_flow_off), "switches.site_flow_off", "must be 400 or 404")?;
        Wrong::unless((4..=12).contains(&self.otp_digits), "switches.otp_digits", "must be from 4 to 12")?;
        Wrong::unless(!self.uvid_claim_name.is_empty(), "switches.uvid_claim_name", "must not be empty")
    }
}
