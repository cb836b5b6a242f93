//! The `/.well-known` documents.

use serde_json::json;

use crate::{
    http::{
        call::Call,
        reply::{Answer, Reply},
    },
    site::Site,
};

const SCOPES: [&str; 21] = [
    "api",
    "web",
    "full",
    "openid",
    "id",
    "profile",
    "email",
    "address",
    "phone",
    "refresh_token",
    "offline_access",
    "custom_permissions",
    "content",
    "lightning",
    "visualforce",
    "chatter_api",
    "wave_api",
    "sfap_api",
    "user_registration_api",
    "pwdless_login_api",
    "forgot_password",
];

/// Neither `code_credentials` nor the PKCE methods are advertised, although both are served.
pub fn openid_configuration(_: &Call, site: &mut Site) -> Answer {
    let oauth = |name: &str| format!("{}/services/oauth2/{name}", site.url);
    Ok(Reply::json(&json!({
        "issuer": site.url,
        "authorization_endpoint": oauth("authorize"),
        "token_endpoint": oauth("token"),
        "revocation_endpoint": oauth("revoke"),
        "userinfo_endpoint": oauth("userinfo"),
        "jwks_uri": format!("{}/id/keys", site.url),
        "registration_endpoint": oauth("register"),
        "introspection_endpoint": oauth("introspect"),
        "scopes_supported": SCOPES,
        "response_types_supported": ["code", "token", "token id_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "display_values_supported": ["page", "popup", "touch"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic", "private_key_jwt"],
        "claims_supported": [
            "active", "email", "email_verified", "family_name", "given_name", "language", "locale", "name", "nickname",
            "organization_id", "phone_number", "phone_number_verified", "photos", "picture", "preferred_username",
            "profile", "sub", "updated_at", "urls", "user_id", "user_type", "utcOffset", "zoneinfo",
        ],
    })))
}

/// What it says about a site is not documented; it is there, and any origin may read it.
pub fn auth_configuration(_: &Call, _: &mut Site) -> Answer {
    Ok(Reply::json(&json!({})))
}
