//! What Setup calls a setting, where that is known. All others go by their API names.

/// Path of a setting, its label.
pub const LABELS: &[(&str, &str)] = &[
    ("org.oAuthCdCrdtFlowEnable", "Allow Authorization Code and Credentials Flows"),
    ("org.enableOauthCorsPolicy", "Enable CORS for OAuth endpoints"),
    ("site.DoesRegistrationRequireAuth", "Require authentication"),
    ("site.IsRecaptchaRequiredRgstr", "Require reCAPTCHA"),
    ("site.DoesPwdlessLoginRequireAuth", "Require authentication"),
    ("site.IsRecaptchaRequiredPwdlessLogin", "Require reCAPTCHA"),
    ("site.DoesForgotPasswordRequireAuth", "Require authentication"),
    ("site.IsRecaptchaRequiredForgotPwd", "Require reCAPTCHA"),
    ("app.isCodeCredFlowEnabled", "Enable Authorization Code and Credentials Flow"),
    ("app.isPkceRequired", "Require PKCE Extension for Supported Authorization Flows"),
    ("app.isCodeCredPostOnly", "Require user credentials in the POST body"),
    ("app.isConsumerSecretOptional", "Require Secret for Web Server Flow"),
    ("app.isSecretRequiredForRefreshToken", "Require Secret for Refresh Token Flow"),
    ("app.permittedUsersPolicyType", "Permitted Users"),
    ("app.isGuestCodeCredFlowEnabled", "Enable for Guest Users"),
    ("app.isClientCredentialsFlowEnabled", "Client Credentials Flow"),
    ("app.refreshTokenIpAllowlist", "Enforce Refresh Token IP Allowlist"),
    ("users.apiEnabled", "API Enabled"),
    ("users.apiOnlyUser", "API Only User"),
];

/// Path of a setting, one of its values, that value's label.
pub const VALUES: &[(&str, &str, &str)] = &[
    ("app.permittedUsersPolicyType", "AdminApprovedPreAuthorized", "Admin-approved users are pre-authorized"),
    ("app.permittedUsersPolicyType", "AllSelfAuthorized", "All users can self-authorize"),
    ("app.publisher_flow_enabled", "null", "null: a local app"),
    ("app.publisher_flow_enabled", "true", "true: a packaged app with the flow on"),
    ("app.publisher_flow_enabled", "false", "false: a packaged app whose publisher left the flow off"),
    ("app.guestJwtSessionTimeoutType", "UserSession", "Use the Experience Cloud guest user timeout"),
    ("app.guestJwtSessionTimeoutType", "Custom", "Set app-specific token timeout"),
];

/// Settings that are false where their box in Setup is ticked.
pub const INVERTED: &[&str] = &["app.isConsumerSecretOptional"];

/// What the board does not offer: who a user is, and what they log in with.
pub const NOT_SHOWN: &[&str] = &["users.username", "users.password"];
