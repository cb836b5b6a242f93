import { type ErrorCode, type ErrorStep, HeadlessIdentityError } from "../errors.js";
import { RETRYABLE } from "../generated/errors.js";
import type { FakeFailure } from "./types.js";

/** Where it went wrong, for codes that come from one place only. */
const STEPS: Partial<Record<ErrorCode, ErrorStep>> = {
  invalid_config: "config",
  invalid_argument: "argument",
  no_session: "session",
  session_expired: "session",
  state_mismatch: "callback",
  id_token_invalid: "token",
  storage: "storage",
  wasm_unavailable: "config",
};

/**
 * An error as the real client rejects with, for tests of a page's own messages. What the failure does not say is what
 * usually goes with its code.
 *
 * @param step where it went wrong, for codes that come from several places
 * @param options with the cause, as `aborted` has the signal's reason
 *
 * @example
 * render(<LoginError error={fakeError("invalid_credentials")} />);
 */
export function fakeError(
  failure: FakeFailure,
  step: ErrorStep = "authorize",
  options?: { cause?: unknown },
): HeadlessIdentityError {
  const given = typeof failure === "string" ? { code: failure } : failure;
  const { code, status = 0 } = given;
  return new HeadlessIdentityError(
    {
      step: STEPS[code] ?? step,
      message: `A fake client rejected with ${code}.`,
      retryable: RETRYABLE.includes(code) || (code === "server_error" && status >= 500),
      hint: "It came from headless-identity/testing, not from a site.",
      ...given,
    },
    options,
  );
}
