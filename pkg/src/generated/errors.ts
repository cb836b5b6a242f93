// Generated from src/error/ by `UPDATE_DOCS=1 cargo test --lib error`. Do not edit.

/**
 * What went wrong, for `switch`. Codes are stable: a code may be added, none changes its meaning.
 *
 * | Code | When |
 * |---|---|
 * | `invalid_config` | The configuration given to the client is not valid |
 * | `invalid_argument` | An argument is missing, empty or of the wrong type. Nothing was sent |
 * | `network` | No answer that can be read: offline, wrong host, cut off, or CORS is not set up |
 * | `timeout` | The call took longer than the configured time |
 * | `aborted` | The caller's signal fired, the client was closed, or a sign-out came first |
 * | `not_headless` | The site answered with an HTML page, such as its login page: it did not treat the request as headless |
 * | `unexpected_response` | The answer cannot be read, or does not have the form it must have |
 * | `invalid_credentials` | The username or the password is wrong |
 * | `flow_not_enabled` | The flow is switched off in Setup, for the app or for the site |
 * | `guest_not_enabled` | The app does not allow guests |
 * | `unknown_client` | The site does not know the client id |
 * | `redirect_uri_mismatch` | The callback URL is not registered for the app |
 * | `pkce_required` | The site requires a PKCE challenge and did not receive one |
 * | `pkce_mismatch` | The PKCE verifier does not belong to the challenge |
 * | `secret_required` | The app still requires a client secret, which a browser must not have |
 * | `not_admin_approved` | The user's profile or permission set is not pre-authorized for the app |
 * | `invalid_scope` | A scope was requested that the app does not have |
 * | `recaptcha_required` | The site requires a reCAPTCHA token, or did not accept the one it received |
 * | `invalid_otp` | The one-time code is wrong |
 * | `otp_attempts_exceeded` | There were too many wrong one-time codes; a new one is needed |
 * | `password_policy` | The new password does not meet the password policy |
 * | `uvid_invalid` | The site did not accept the visitor id |
 * | `user_inactive` | The user exists but is not active |
 * | `site_auth_required` | The endpoint requires an integration user's bearer token, so a browser alone cannot start this flow |
 * | `rate_limited` | There were too many calls; wait before the next one |
 * | `site_not_found` | There is no site at this host and prefix |
 * | `session_expired` | The session has ended and cannot be renewed |
 * | `no_session` | There is no session: nobody is signed in |
 * | `state_mismatch` | The `state` in the answer is not the one that was sent |
 * | `id_token_invalid` | The id token is not valid for this client |
 * | `storage` | The chosen storage cannot be used |
 * | `registration_failed` | The site's registration handler failed; its own text, for developers, is kept |
 * | `wasm_unavailable` | WebAssembly, or a part of the browser it needs, is missing, blocked, or has stopped |
 * | `server_error` | The server refused the request or failed in another way; its own words are kept |
 *
 * @example
 * const words: Partial<Record<ErrorCode, string>> = {
 *   invalid_credentials: "Wrong username or password.",
 *   rate_limited: "Please wait a little.",
 * };
 * show(words[error.code] ?? "That did not work.");
 */
export type ErrorCode =
  | "invalid_config"
  | "invalid_argument"
  | "network"
  | "timeout"
  | "aborted"
  | "not_headless"
  | "unexpected_response"
  | "invalid_credentials"
  | "flow_not_enabled"
  | "guest_not_enabled"
  | "unknown_client"
  | "redirect_uri_mismatch"
  | "pkce_required"
  | "pkce_mismatch"
  | "secret_required"
  | "not_admin_approved"
  | "invalid_scope"
  | "recaptcha_required"
  | "invalid_otp"
  | "otp_attempts_exceeded"
  | "password_policy"
  | "uvid_invalid"
  | "user_inactive"
  | "site_auth_required"
  | "rate_limited"
  | "site_not_found"
  | "session_expired"
  | "no_session"
  | "state_mismatch"
  | "id_token_invalid"
  | "storage"
  | "registration_failed"
  | "wasm_unavailable"
  | "server_error";

/**
 * Where it went wrong.
 *
 * | Step | Where |
 * |---|---|
 * | `config` | Reading the configuration |
 * | `argument` | Reading an argument |
 * | `authorize` | The authorize request, with its redirect to the callback |
 * | `token` | The exchange of the code for tokens |
 * | `refresh` | The renewal of the access token |
 * | `revoke` | The revocation of a token |
 * | `userinfo` | The userinfo request |
 * | `registration` | The start of a registration |
 * | `passwordless` | The start of a passwordless login |
 * | `password-reset` | Either step of a password reset |
 * | `callback` | The callback of a social sign-on |
 * | `storage` | Reading or writing the storage |
 * | `fetch` | A request of the app through the client |
 * | `session` | The client's own state; no request was sent |
 */
export type ErrorStep =
  | "config"
  | "argument"
  | "authorize"
  | "token"
  | "refresh"
  | "revoke"
  | "userinfo"
  | "registration"
  | "passwordless"
  | "password-reset"
  | "callback"
  | "storage"
  | "fetch"
  | "session";

/** Every code. */
export const CODES: readonly ErrorCode[] = ["invalid_config", "invalid_argument", "network", "timeout", "aborted", "not_headless", "unexpected_response", "invalid_credentials", "flow_not_enabled", "guest_not_enabled", "unknown_client", "redirect_uri_mismatch", "pkce_required", "pkce_mismatch", "secret_required", "not_admin_approved", "invalid_scope", "recaptcha_required", "invalid_otp", "otp_attempts_exceeded", "password_policy", "uvid_invalid", "user_inactive", "site_auth_required", "rate_limited", "site_not_found", "session_expired", "no_session", "state_mismatch", "id_token_invalid", "storage", "registration_failed", "wasm_unavailable", "server_error"];

/** After these codes the same call may succeed later without any change; after `server_error` where the status is 5xx. */
export const RETRYABLE: readonly ErrorCode[] = ["network", "timeout", "rate_limited"];

/** The texts of an error whose own cannot be had. */
export const WITHOUT_TEXTS = {
  message: "It failed with {code} at {step}.",
  hint: "See {code} in docs/errors.md of headless-identity. The chunk with the hints could not be loaded: check that the server has it, also after a deployment.",
} as const;

/** In `headless-identity/slim`, where no `wasm` was given. */
export const NO_WASM_GIVEN = {
  code: "invalid_config",
  step: "config",
  retryable: false,
  hint: "NO_WASM_GIVEN",
} as const;

/** In `client.fetch`, when its arguments do not make a request. */
export const NOT_A_REQUEST = {
  code: "invalid_argument",
  step: "argument",
  retryable: false,
  hint: "NOT_A_REQUEST",
} as const;

/** In `client.subscribe`, which throws at once. */
export const NOT_A_LISTENER = {
  code: "invalid_argument",
  step: "argument",
  retryable: false,
  message: "An argument is missing or not valid. subscribe takes a function.",
  hint: "subscribe takes a function.",
} as const;

/** In `client.fetch`, when the request fails. */
export const NO_READABLE_ANSWER = {
  code: "network",
  step: "fetch",
  retryable: true,
  hint: "NO_READABLE_ANSWER",
} as const;

/** When the core of a `lazyClient` does not load within `timeoutMs`. */
export const WAIT_TIMED_OUT = {
  code: "timeout",
  step: "session",
  retryable: true,
  message: "The call took too long.",
  hint: "The core was still loading. Try again, or raise timeoutMs.",
} as const;

/** In `client.fetch`, when its signal fires. */
export const REQUEST_ABORTED = {
  code: "aborted",
  step: "fetch",
  retryable: false,
  hint: "REQUEST_ABORTED",
} as const;

/** In `client.fetch`, when the client is closed. */
export const CLIENT_CLOSED = {
  code: "aborted",
  step: "fetch",
  retryable: false,
  hint: "CLIENT_CLOSED",
} as const;

/** When a call's signal fires while the core of a `lazyClient` is loading. */
export const WAIT_ABORTED = {
  code: "aborted",
  step: "session",
  retryable: false,
  message: "The call was aborted.",
  hint: "The caller's signal fired.",
} as const;

/** When a client of `lazyClient` is used after its last user has closed it. */
export const LAZY_CLIENT_CLOSED = {
  code: "aborted",
  step: "session",
  retryable: false,
  message: "The client was closed.",
  hint: "Call lazyClient again and use the client that it returns.",
} as const;

/** When the browser does not offer WebAssembly. */
export const NO_WEBASSEMBLY = {
  code: "wasm_unavailable",
  step: "config",
  retryable: false,
  hint: "NO_WEBASSEMBLY",
} as const;

/** When the core does not load. */
export const CORE_NOT_LOADED = {
  code: "wasm_unavailable",
  step: "config",
  retryable: false,
  hint: "CORE_NOT_LOADED",
} as const;

/** When neither the core nor its `fallback` loads. */
export const FALLBACK_NOT_LOADED = {
  code: "wasm_unavailable",
  step: "config",
  retryable: false,
  hint: "FALLBACK_NOT_LOADED",
} as const;

/** When the core stopped. */
export const CORE_STOPPED = {
  code: "wasm_unavailable",
  step: "config",
  retryable: false,
  hint: "CORE_STOPPED",
} as const;

/** When a client of `lazyClient` is used on a server. */
export const NO_PAGE = {
  code: "wasm_unavailable",
  step: "config",
  retryable: false,
  message: "There is no page here. This runs on a server: use the client in the browser, in an effect or an event handler. On a server session() is undefined: render what you show while the session is not known.",
  hint: "This runs on a server: use the client in the browser, in an effect or an event handler. On a server session() is undefined: render what you show while the session is not known.",
} as const;

/** When the chunk with the core of a `lazyClient` does not load. */
export const CORE_NOT_FETCHED = {
  code: "wasm_unavailable",
  step: "config",
  retryable: false,
  message: "The core of headless-identity could not be fetched. It is a chunk of its own in your build; check that the server has it, also after a deployment. If it does, reload the page: a browser may not request a module again. A service worker may not load chunks: use createClient there.",
  hint: "It is a chunk of its own in your build; check that the server has it, also after a deployment. If it does, reload the page: a browser may not request a module again. A service worker may not load chunks: use createClient there.",
} as const;
