/**
 * What went wrong, for `switch`. Codes are stable: a code may be added, none changes its meaning.
 *
 * | Code | When |
 * |---|---|
 * | `invalid_config` | `createClient` was given a config that cannot work |
 * | `invalid_argument` | an argument is missing, empty or of the wrong type; nothing was sent |
 * | `network` | the browser got no readable answer: offline, wrong host, or CORS is not set up |
 * | `timeout` | `timeoutMs` passed before the call was done |
 * | `aborted` | the caller's signal fired, the client was closed, or a sign-out overtook the call |
 * | `not_headless` | the site answered with its login page instead of a code |
 * | `unexpected_response` | the answer could not be read |
 * | `invalid_credentials` | username or password is wrong |
 * | `flow_not_enabled`, `guest_not_enabled` | the flow is switched off in Setup |
 * | `unknown_client` | the site does not know the client id |
 * | `redirect_uri_mismatch` | the callback URL is not registered on the app |
 * | `pkce_required`, `pkce_mismatch` | the site refused the proof key |
 * | `secret_required` | the app still demands a client secret, which no browser can keep |
 * | `not_admin_approved` | the user's profile or permission set is not pre-authorized for the app |
 * | `invalid_scope` | a scope was asked for that the app does not have |
 * | `recaptcha_required` | the site demands a reCAPTCHA token, or did not accept this one |
 * | `invalid_otp`, `otp_attempts_exceeded` | the one-time code is wrong, or was wrong too often |
 * | `password_policy` | the new password does not satisfy the org's policy |
 * | `uvid_invalid` | the site did not accept the visitor's id |
 * | `user_inactive` | the user exists but may not log in |
 * | `site_auth_required` | the flow needs a bearer token of its own, so it cannot be started from a browser |
 * | `rate_limited` | too many attempts; wait |
 * | `site_not_found` | no site answers at this host and prefix |
 * | `no_session`, `session_expired` | nobody is signed in, or the session cannot be renewed any more |
 * | `state_mismatch` | an answer belongs to another request |
 * | `id_token_invalid` | the id token does not fit this client |
 * | `storage` | the session store cannot be used |
 * | `registration_failed` | the site's registration handler failed; `errorDescription` has its text, for developers |
 * | `wasm_unavailable` | WebAssembly is missing, blocked by the page's CSP, or stopped |
 * | `server_error` | anything else the site reports; its own words are in `error` and `errorDescription` |
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

/** Where it went wrong. The hop to the site's echo endpoint is part of `authorize`. */
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

/** The facts of a failure. */
export interface ErrorDetails {
  /** What went wrong. */
  code: ErrorCode;
  /** Where it went wrong. */
  step: ErrorStep;
  /** One sentence for a log. It never holds a value that the caller passed in. */
  message: string;
  /** Whether the same call may succeed later without any change. */
  retryable: boolean;
  /** What to change so that it works: a setting, an argument, a header. For developers, not for end users. */
  hint: string;
  /** HTTP status of the answer, where there was one. */
  status?: number | undefined;
  /** The server's own error code, word for word. */
  error?: string | undefined;
  /** The server's own description, word for word. */
  errorDescription?: string | undefined;
}

/** Shared by every copy of this package on a page, so that errors are recognised across bundles. */
const BRAND = Symbol.for("headless-identity.error");

/**
 * The one error class of this package: every promise it returns rejects with it, and nothing else.
 *
 * @example
 * try {
 *   await client.login({ username, password });
 * } catch (error) {
 *   if (!isHeadlessIdentityError(error)) throw error;
 *   if (error.code === "invalid_credentials") show("Wrong username or password.");
 *   else console.error(error.code, error.step, error.hint);
 * }
 */
export class HeadlessIdentityError extends Error implements ErrorDetails {
  /** @internal Consoles show the class's name, and minifiers shorten it. */
  static override readonly name = "HeadlessIdentityError";

  /** What went wrong; see {@link ErrorCode}. */
  declare readonly code: ErrorCode;
  /** Where it went wrong. */
  declare readonly step: ErrorStep;
  /** HTTP status of the answer, or `undefined` if there was none. */
  declare readonly status: number | undefined;
  /** The server's own error code, word for word, or `undefined`. */
  declare readonly error: string | undefined;
  /** The server's own description, word for word, or `undefined`. */
  declare readonly errorDescription: string | undefined;
  /** Whether the same call may succeed later without any change. */
  declare readonly retryable: boolean;
  /** What to change so that it works. For developers, not for end users. */
  declare readonly hint: string;

  /** For tests; `fakeError` of `headless-identity/testing` fills in what usually goes with a code. */
  constructor(details: ErrorDetails, options?: ErrorOptions) {
    super(details.message, options);
    // One literal fixes the set and the order of the own, enumerable properties: absent facts are there as `undefined`.
    Object.assign(this, {
      code: details.code,
      step: details.step,
      status: details.status,
      error: details.error,
      errorDescription: details.errorDescription,
      retryable: details.retryable,
      hint: details.hint,
    });
    // Its own, so that nothing which merely inherits from an error passes for one.
    Object.defineProperty(this, BRAND, { value: true });
  }

  // On the prototype and not on the instance: the engine reads it while it writes the first line of `stack`.
  /** Of every error of this package the same, also where a minifier has shortened the class's. */
  override get name(): "HeadlessIdentityError" {
    return "HeadlessIdentityError";
  }

  /**
   * Everything that `JSON.stringify` shows, for logs. It holds no credential and no token.
   *
   * @example
   * report(error.toJSON());
   */
  toJSON(): ErrorDetails & {
    /** The error's name. */
    name: string;
  } {
    return { name: this.name, message: this.message, ...(this as Omit<ErrorDetails, "message">) };
  }
}

/**
 * Whether `value` is an error of this package. It works where `instanceof` does not: across bundles and copies.
 *
 * @example
 * window.addEventListener("unhandledrejection", ({ reason }) => {
 *   if (isHeadlessIdentityError(reason)) report(reason.toJSON());
 * });
 */
export function isHeadlessIdentityError(value: unknown): value is HeadlessIdentityError {
  try {
    // Not by Object.hasOwn, which browsers before 2022 do not have.
    const { hasOwnProperty, toString } = Object.prototype;
    return toString.call(value) === "[object Error]" && hasOwnProperty.call(value, BRAND);
  } catch {
    return false; // a proxy that throws on every read is not one of ours
  }
}

/**
 * Whatever came out of the core, as an error of this package.
 *
 * The crate reports each failure as a plain object. Anything else is a trap or a bug; after a trap the core's memory
 * cannot be trusted, so the application is told that the core is gone. The reason of a `signal` that has fired is the cause
 * of `aborted`.
 */
export function toError(thrown: unknown, signal?: AbortSignal): HeadlessIdentityError {
  if (isHeadlessIdentityError(thrown)) return thrown;
  const { code, step } = Object(thrown) as Partial<ErrorDetails>;
  if (typeof code === "string" && typeof step === "string") {
    const options = code === "aborted" && signal?.aborted ? { cause: signal.reason as unknown } : undefined;
    return new HeadlessIdentityError(thrown as ErrorDetails, options);
  }
  return wasmUnavailable(
    "The WebAssembly core stopped unexpectedly.",
    "Reload the page, and report this as a bug of headless-identity together with the error's cause.",
    thrown,
  );
}

/** The core cannot be loaded, or cannot go on. */
export function wasmUnavailable(message: string, hint: string, cause?: unknown): HeadlessIdentityError {
  return new HeadlessIdentityError(
    { code: "wasm_unavailable", step: "config", message, retryable: false, hint },
    { cause },
  );
}
