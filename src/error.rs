//! One error type for everything that can go wrong: a stable code, the step it happened in, what the server said, and a
//! hint that says what to change.

use std::borrow::Cow;
use std::fmt;

use crate::hint;
use crate::names::names;
use crate::text::contains;

names! {
    /// What went wrong. Match on this; never on a message.
    Code {
        /// The configuration given to the client is not valid.
        InvalidConfig = "invalid_config",
        /// An argument is missing, empty or of the wrong type. Nothing was sent.
        InvalidArgument = "invalid_argument",
        /// No answer: refused by CORS, not reachable, or cut off.
        Network = "network",
        /// The call took longer than the configured time.
        Timeout = "timeout",
        /// The caller's signal fired, the client was closed, or a sign-out overtook the call.
        Aborted = "aborted",
        /// The site answered with an HTML page: it did not take the request for a headless one.
        NotHeadless = "not_headless",
        /// An answer that does not have the form it must have.
        UnexpectedResponse = "unexpected_response",
        /// Wrong user name or password.
        InvalidCredentials = "invalid_credentials",
        /// The flow is switched off, at the app or at the site.
        FlowNotEnabled = "flow_not_enabled",
        /// The app does not allow guests.
        GuestNotEnabled = "guest_not_enabled",
        /// The org does not know the client id.
        UnknownClient = "unknown_client",
        /// The callback URL is not one of the app's.
        RedirectUriMismatch = "redirect_uri_mismatch",
        /// The site demands a PKCE challenge and saw none.
        PkceRequired = "pkce_required",
        /// The verifier does not belong to the challenge.
        PkceMismatch = "pkce_mismatch",
        /// The app still demands a client secret, which a browser must not have.
        SecretRequired = "secret_required",
        /// The person's profile or permission set is not pre-authorized for the app.
        NotAdminApproved = "not_admin_approved",
        /// A scope that the app does not have.
        InvalidScope = "invalid_scope",
        /// The site demands reCAPTCHA and did not get a token it accepts.
        RecaptchaRequired = "recaptcha_required",
        /// Wrong one-time code.
        InvalidOtp = "invalid_otp",
        /// Too many wrong one-time codes; a new one is needed.
        OtpAttemptsExceeded = "otp_attempts_exceeded",
        /// The new password breaks the password policy.
        PasswordPolicy = "password_policy",
        /// The site refused the visitor id.
        UvidInvalid = "uvid_invalid",
        /// The user is not active.
        UserInactive = "user_inactive",
        /// The site wants a bearer token of an integration user for this endpoint.
        SiteAuthRequired = "site_auth_required",
        /// Too many calls.
        RateLimited = "rate_limited",
        /// No site at this host and prefix.
        SiteNotFound = "site_not_found",
        /// The session has ended and cannot be renewed.
        SessionExpired = "session_expired",
        /// There is no session.
        NoSession = "no_session",
        /// `state` is not the one that was sent.
        StateMismatch = "state_mismatch",
        /// The id token is not valid for this client.
        IdTokenInvalid = "id_token_invalid",
        /// The chosen storage cannot be used.
        Storage = "storage",
        /// The site's registration handler failed; its own text is kept.
        RegistrationFailed = "registration_failed",
        /// WebAssembly, or a part of the browser it needs, is missing or blocked.
        WasmUnavailable = "wasm_unavailable",
        /// The server refused or failed in another way; its own words are kept.
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
        /// The authorize request, with its hop to the callback.
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
        /// Found without a request.
        Session = "session",
    }
}

/// What the server itself said, whichever shape it said it in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerWords {
    /// The OAuth `error`, or what stands in its place in the answer's shape.
    pub error: Option<String>,
    /// The `error_description`, or what stands in its place.
    pub description: Option<String>,
}

impl ServerWords {
    pub(crate) fn are_of_a_busy_token(&self) -> bool {
        let description = self.description.as_deref().unwrap_or_default();
        self.error.as_deref() == Some("invalid_grant") && contains(description, "already being processed")
    }
}

/// A failed call. It never holds a password, a code, a token or any other value that the caller passed in.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Parts>);

#[derive(Clone, PartialEq, Eq)]
struct Parts {
    code: Code,
    step: Step,
    status: Option<u16>,
    words: ServerWords,
    hint: Cow<'static, str>,
}

impl Error {
    pub(crate) fn new(code: Code, step: Step) -> Self {
        Self::answered(code, step, None, ServerWords::default())
    }

    /// An error that an answer of the server says, or is.
    pub(crate) fn answered(code: Code, step: Step, status: Option<u16>, words: ServerWords) -> Self {
        let hint = Cow::Borrowed(hint::of(code, step, status, &words));
        Self(Box::new(Parts { code, step, status, words, hint }))
    }

    /// A bad argument; `hint` says which and what it must be, never what it was.
    pub(crate) fn argument(hint: &'static str) -> Self {
        Self::new(Code::InvalidArgument, Step::Argument).with_hint(hint)
    }

    /// A bad configuration; `hint` says which key and what it must be.
    pub(crate) fn config(hint: &'static str) -> Self {
        Self::new(Code::InvalidConfig, Step::Config).with_hint(hint)
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.0.hint = hint.into();
        self
    }

    /// The same failure, seen from closer by.
    pub(crate) fn of_code(self, code: Code) -> Self {
        let Parts { step, status, words, .. } = *self.0;
        Self::answered(code, step, status, words)
    }

    /// What went wrong.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// Where it went wrong.
    pub fn step(&self) -> Step {
        self.0.step
    }

    /// The HTTP status, where there was an answer.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The server's own `error`, or what stands in its place in the shape the server chose.
    pub fn error(&self) -> Option<&str> {
        self.0.words.error.as_deref()
    }

    /// The server's own `error_description`, or what stands in its place.
    pub fn error_description(&self) -> Option<&str> {
        self.0.words.description.as_deref()
    }

    /// Whether the same call may succeed later with nothing changed.
    pub fn retryable(&self) -> bool {
        match self.code() {
            Code::Network | Code::Timeout | Code::RateLimited => true,
            Code::ServerError => self.status().is_some_and(|status| status >= 500) || self.is_being_processed(),
            _ => false,
        }
    }

    /// The site is busy with another request with the same token. That one may be of a page that was reloaded or of another
    /// tab; the token stays good.
    pub(crate) fn is_being_processed(&self) -> bool {
        self.0.words.are_of_a_busy_token()
    }

    /// What to change, for the developer.
    pub fn hint(&self) -> &str {
        &self.0.hint
    }

    /// One sentence for the developer, the same for every error of this code.
    pub fn message(&self) -> &'static str {
        hint::message(self.code())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("code", &self.code().as_str())
            .field("step", &self.step().as_str())
            .field("status", &self.status())
            .field("error", &self.error())
            .field("error_description", &self.error_description())
            .field("hint", &self.hint())
            .finish()
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_message_and_a_hint() {
        for &code in Code::ALL {
            let error = Error::new(code, Step::Authorize);
            assert!(error.message().ends_with('.'), "{code}");
            assert!(error.hint().len() > 20, "{code}");
        }
    }

    #[test]
    fn only_trouble_that_passes_is_retryable() {
        let at = |code, status| Error::answered(code, Step::Token, status, ServerWords::default()).retryable();
        assert!(at(Code::Network, None) && at(Code::Timeout, None) && at(Code::RateLimited, Some(429)));
        assert!(at(Code::ServerError, Some(503)) && !at(Code::ServerError, Some(400)));
        assert!(!at(Code::Aborted, None) && !at(Code::NotHeadless, Some(200)));
    }
}
