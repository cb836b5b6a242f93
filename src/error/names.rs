//! What an error is made of: the code, the step, and the server's own words.

use crate::names::names;
use crate::text::contains;

names! {
    /// What went wrong. Match on this; never on a message.
    Code {
        /// The configuration given to the client is not valid.
        InvalidConfig = "invalid_config",
        /// An argument is missing, empty or of the wrong type. Nothing was sent.
        InvalidArgument = "invalid_argument",
        /// No answer that can be read: offline, wrong host, cut off, or CORS is not set up.
        Network = "network",
        /// The call took longer than the configured time.
        Timeout = "timeout",
        /// The caller's signal fired, the client was closed, or a sign-out came first.
        Aborted = "aborted",
        /// The site answered with an HTML page, such as its login page: it did not treat the request as headless.
        NotHeadless = "not_headless",
        /// The answer cannot be read, or does not have the form it must have.
        UnexpectedResponse = "unexpected_response",
        /// The username or the password is wrong.
        InvalidCredentials = "invalid_credentials",
        /// The flow is switched off in Setup, for the app or for the site.
        FlowNotEnabled = "flow_not_enabled",
        /// The app does not allow guests.
        GuestNotEnabled = "guest_not_enabled",
        /// The site does not know the client id.
        UnknownClient = "unknown_client",
        /// The callback URL is not registered for the app.
        RedirectUriMismatch = "redirect_uri_mismatch",
        /// The site requires a PKCE challenge and did not receive one.
        PkceRequired = "pkce_required",
        /// The PKCE verifier does not belong to the challenge.
        PkceMismatch = "pkce_mismatch",
        /// The app still requires a client secret, which a browser must not have.
        SecretRequired = "secret_required",
        /// The user's profile or permission set is not pre-authorized for the app.
        NotAdminApproved = "not_admin_approved",
        /// A scope was requested that the app does not have.
        InvalidScope = "invalid_scope",
        /// The site requires a reCAPTCHA token, or did not accept the one it received.
        RecaptchaRequired = "recaptcha_required",
        /// The one-time code is wrong.
        InvalidOtp = "invalid_otp",
        /// There were too many wrong one-time codes; a new one is needed.
        OtpAttemptsExceeded = "otp_attempts_exceeded",
        /// The new password does not meet the password policy.
        PasswordPolicy = "password_policy",
        /// The site did not accept the visitor id.
        UvidInvalid = "uvid_invalid",
        /// The user exists but is not active.
        UserInactive = "user_inactive",
        /// The endpoint requires an integration user's bearer token, so a browser alone cannot start this flow.
        SiteAuthRequired = "site_auth_required",
        /// There were too many calls; wait before the next one.
        RateLimited = "rate_limited",
        /// There is no site at this host and prefix.
        SiteNotFound = "site_not_found",
        /// The session has ended and cannot be renewed.
        SessionExpired = "session_expired",
        /// There is no session: nobody is signed in.
        NoSession = "no_session",
        /// The `state` in the answer is not the one that was sent.
        StateMismatch = "state_mismatch",
        /// The id token is not valid for this client.
        IdTokenInvalid = "id_token_invalid",
        /// The chosen storage cannot be used.
        Storage = "storage",
        /// The site's registration handler failed; its own text, for developers, is kept.
        RegistrationFailed = "registration_failed",
        /// WebAssembly, or a part of the browser it needs, is missing, blocked, or has stopped.
        WasmUnavailable = "wasm_unavailable",
        /// The server refused the request or failed in another way; its own words are kept.
        ServerError = "server_error",
    }
}

names! {
    /// Where it went wrong.
    Step {
        /// Reading the configuration.
        Config = "config",
        /// Reading an argument.
        Argument = "argument",
        /// The authorize request, with its redirect to the callback.
        Authorize = "authorize",
        /// The exchange of the code for tokens.
        Token = "token",
        /// The renewal of the access token.
        Refresh = "refresh",
        /// The revocation of a token.
        Revoke = "revoke",
        /// The userinfo request.
        Userinfo = "userinfo",
        /// The start of a registration.
        Registration = "registration",
        /// The start of a passwordless login.
        Passwordless = "passwordless",
        /// Either step of a password reset.
        PasswordReset = "password-reset",
        /// The callback of a social sign-on.
        Callback = "callback",
        /// Reading or writing the storage.
        Storage = "storage",
        /// A request of the app through the client.
        Fetch = "fetch",
        /// The client's own state; no request was sent.
        Session = "session",
    }
}

impl Step {
    /// Whether it is about what the app has given. Then the npm package's message has the hint behind it.
    #[cfg(test)]
    pub(super) fn is_of_the_app(self) -> bool {
        matches!(self, Self::Config | Self::Argument)
    }

    /// Whether it is the start of a journey, which a site may want an integration user's bearer for.
    pub(crate) fn is_start(self) -> bool {
        matches!(self, Self::Registration | Self::Passwordless | Self::PasswordReset)
    }
}

/// What the server itself said, in whichever shape it said it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerWords {
    /// The OAuth `error`, or what stands in its place in the answer's shape.
    pub error: Option<String>,
    /// The `error_description`, or what stands in its place.
    pub description: Option<String>,
}

impl ServerWords {
    /// The server's `error`, empty where there is none.
    pub(super) fn error(&self) -> &str {
        self.error.as_deref().unwrap_or_default()
    }

    /// The server's `error_description`, empty where there is none.
    pub(super) fn description(&self) -> &str {
        self.description.as_deref().unwrap_or_default()
    }

    /// Another request with the same token is under way at the site; the token stays valid.
    pub(crate) fn are_of_a_busy_token(&self) -> bool {
        self.error() == "invalid_grant" && contains(self.description(), "already being processed")
    }

    /// The org does not have the app.
    pub(crate) fn are_of_a_missing_app(&self) -> bool {
        matches!(self.error(), "app_not_found" | "OAUTH_EC_APP_NOT_FOUND")
    }
}
