//! Every refusal of the OAuth endpoints, word for word, once.

use serde_json::json;

use super::reply::Reply;

/// `{"error", "error_description"}` with a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    pub error: &'static str,
    pub text: &'static str,
}

const fn bad(error: &'static str, text: &'static str) -> Refusal {
    Refusal { status: 400, error, text }
}

// The request itself.
pub const INVALID_HEADERS: Refusal = bad("invalid_request", "invalid headers");
pub const REPEATED_PARAMETER: Refusal = bad("invalid_request", "repeated parameter");
pub const TOO_MANY_FIELDS: Refusal = bad("invalid_request", "too many parameters");
pub const MALFORMED_FORM: Refusal = bad("invalid_request", "malformed form");
pub const MALFORMED_JSON: Refusal = bad("invalid_request", "malformed JSON");
pub const MISSING_PARAMETER: Refusal = bad("invalid_request", "missing required parameter");
pub const UNSUPPORTED_MEDIA_TYPE: Refusal =
    Refusal { status: 415, error: "invalid_request", text: "unsupported content type" };
pub const TOO_LARGE: Refusal = Refusal { status: 413, error: "invalid_request", text: "body too large" };
pub const METHOD_NOT_ALLOWED: Refusal = Refusal { status: 405, error: "invalid_request", text: "method not allowed" };
pub const SERVER_ERROR: Refusal = Refusal { status: 500, error: "server_error", text: "the model failed" };

// Org and app.
pub const ORG_LOCKED: Refusal = bad("inactive_org", "this org is locked");
pub const UNKNOWN_CLIENT: Refusal = bad("invalid_client_id", "client identifier invalid");
pub const APP_NOT_FOUND: Refusal = bad("app_not_found", "External client app is not installed in this org");
pub const REDIRECT_URI_MISMATCH: Refusal = bad("redirect_uri_mismatch", "redirect_uri must match configuration");
pub const CODE_FLOW_OFF: Refusal = bad("invalid_client", "code credential flow not enabled");
pub const GUEST_FLOW_OFF: Refusal = bad("invalid_client", "guest flow not enabled");
pub const CLIENT_CREDENTIALS: Refusal = bad("invalid_client", "invalid client credentials");
pub const APP_BLOCKED: Refusal = bad("OAUTH_APP_BLOCKED", "this app is blocked by admin");
pub const RESPONSE_TYPE: Refusal = bad("unsupported_response_type", "response type not supported");
pub const GRANT_TYPE: Refusal = bad("unsupported_grant_type", "grant type not supported");
pub const INVALID_SCOPE: Refusal = bad("invalid_scope", "the requested scope is not allowed");

// The person.
pub const AUTHENTICATION_FAILURE: Refusal = bad("invalid_grant", "authentication failure");
pub const INACTIVE_USER: Refusal = bad("inactive_user", "user is inactive");
pub const IP_RESTRICTED: Refusal = bad("invalid_grant", "ip restricted or invalid login hours");
pub const LOGIN_RATE: Refusal = bad("rate_limit_exceeded", "login rate exceeded");
pub const NOT_ADMIN_APPROVED: Refusal = bad("invalid_app_access", "user is not admin approved to access this app");
pub const NOT_SELF_APPROVED: Refusal = bad("invalid_grant", "user hasn't approved this consumer");

// PKCE, codes, tokens, visitors.
pub const CHALLENGE_MISSING: Refusal = bad("invalid_request", "missing required code challenge");
pub const CHALLENGE_INVALID: Refusal = bad("invalid_request", "invalid code challenge");
pub const VERIFIER_INVALID: Refusal = bad("invalid_request", "invalid code verifier");
pub const VERIFIER_MISSING: Refusal = bad("invalid_grant", "missing code verifier");
pub const VERIFIER_UNASKED: Refusal = bad("invalid_request", "code verifier without code challenge");
pub const CODE_INVALID: Refusal = bad("invalid_grant", "invalid authorization code");
pub const CODE_EXPIRED: Refusal = bad("invalid_grant", "expired authorization code");
pub const REFRESH_EXPIRED: Refusal = bad("invalid_grant", "expired access/refresh token");
pub const REFRESH_UNDER_WAY: Refusal = bad("invalid_grant", "token request is already being processed");
pub const UVID_INVALID: Refusal = bad("invalid_request", "uvid invalid");
pub const TOKEN_INVALID: Refusal = bad("invalid_token", "invalid token");
pub const TOKEN_TYPE: Refusal = bad("unsupported_token_type", "this token type is not supported");

// Flows that a browser client has no part in.
pub const NO_CREDENTIALS_USER: Refusal = bad("invalid_grant", "no client credentials user enabled");
pub const FIRST_PARTY_OFF: Refusal = bad("invalid_request", "first-party apps not enabled");
pub const SCOPE_PARAMETER: Refusal = bad("invalid_request", "scope parameter not supported");

impl Refusal {
    /// The same in the words of a data API.
    pub fn as_rest(self) -> Reply {
        rest(self.status, &self.text.to_uppercase().replace(' ', "_"), self.text)
    }

    /// The same under another error code, as a switch asks for it.
    pub const fn as_error(self, error: &'static str) -> Self {
        Self { error, ..self }
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        let body = json!({ "error": refusal.error, "error_description": refusal.text });
        Reply::json_with(refusal.status, &body)
    }
}

/// 404 for a path that leads nowhere, or whose site is not live.
pub fn not_found() -> Reply {
    Reply::json_with(404, &json!([{ "errorCode": "NOT_FOUND", "message": "Could not find a match for URL" }]))
}

/// The array that data APIs answer with.
pub fn rest(status: u16, code: &str, message: &str) -> Reply {
    Reply::json_with(status, &json!([{ "message": message, "errorCode": code }]))
}

/// What a registration handler's exception becomes.
pub fn registration_error(apex_error: &str) -> Reply {
    let body = json!({
        "error": "registration_error",
        "error_description": "user was unable to be created in apex",
        "apex_error": apex_error,
    });
    Reply::json_with(400, &body)
}

/// An OAuth error whose text is a setting of the site.
pub fn with_text(status: u16, error: &str, text: &str) -> Reply {
    Reply::json_with(status, &json!({ "error": error, "error_description": text }))
}
