/**
 * The error class, its guard and its types, without the core: for code that only looks at errors.
 *
 * @module
 */
import type { ErrorCode, ErrorStep } from "./generated/errors.js";

export type { ErrorCode, ErrorStep };

/** The details of an error. */
export interface ErrorDetails {
  /** What went wrong. */
  code: ErrorCode;
  /** Where it went wrong. */
  step: ErrorStep;
  /**
   * One sentence for a log, with the hint behind it at the steps `config` and `argument`. It never contains a value that the caller
   * passed in.
   */
  message: string;
  /** Whether the same call may succeed later without any change. */
  retryable: boolean;
  /** What to change so that it works: a setting, an argument, a header. For developers, not for end users. */
  hint: string;
  /** HTTP status of the response, if there was one. */
  status?: number | undefined;
  /** The server's own error code, word for word. */
  error?: string | undefined;
  /** The server's own description, word for word. */
  errorDescription?: string | undefined;
}

/** Shared by every copy of this package on a page, so that errors are recognised across bundles. */
const BRAND = Symbol.for("headless-identity.error");

/**
 * The only error class of this package: its promises reject with this class and nothing else.
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
  /** @internal Consoles show the class's name, which minifiers shorten. */
  static override readonly name = "HeadlessIdentityError";

  /** What went wrong; see {@link ErrorCode}. */
  declare readonly code: ErrorCode;
  /** Where it went wrong. */
  declare readonly step: ErrorStep;
  /** HTTP status of the response, or `undefined` if there was none. */
  declare readonly status: number | undefined;
  /** The server's own error code, word for word, or `undefined`. */
  declare readonly error: string | undefined;
  /** The server's own description, word for word, or `undefined`. */
  declare readonly errorDescription: string | undefined;
  /** Whether the same call may succeed later without any change. */
  declare readonly retryable: boolean;
  /** What to change so that it works. For developers, not for end users. */
  declare readonly hint: string;
  /** What led to it, where that is known. Declared here too: `Error` has it from TypeScript's library ES2022 on only. */
  declare readonly cause?: unknown;

  /** For tests. `fakeError` of `headless-identity/testing` fills in the usual details of a code. */
  constructor(details: ErrorDetails, options?: { cause?: unknown }) {
    super(details.message, options);
    // One literal fixes the set and the order of the own, enumerable properties: absent details are `undefined`.
    Object.assign(this, {
      code: details.code,
      step: details.step,
      status: details.status,
      error: details.error,
      errorDescription: details.errorDescription,
      retryable: details.retryable,
      hint: details.hint,
    });
    // An own property, so that an object which only inherits from an error does not count as one.
    Object.defineProperty(this, BRAND, { value: true });
  }

  // On the prototype, not on the instance: the engine reads it while it writes the first line of `stack`.
  /** The same for every error of this package, even if a minifier has shortened the class's name. */
  override get name(): "HeadlessIdentityError" {
    return "HeadlessIdentityError";
  }

  /**
   * Returns what `JSON.stringify` shows, for logs. It contains no credential and no token.
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
 * Returns whether `value` is an error of this package. Unlike `instanceof`, it works across bundles and copies.
 *
 * @example
 * window.addEventListener("unhandledrejection", ({ reason }) => {
 *   if (isHeadlessIdentityError(reason)) report(reason.toJSON());
 * });
 */
export function isHeadlessIdentityError(value: unknown): value is HeadlessIdentityError {
  try {
    // Not Object.hasOwn, which browsers before 2022 do not have.
    const { hasOwnProperty, toString } = Object.prototype;
    return toString.call(value) === "[object Error]" && hasOwnProperty.call(value, BRAND);
  } catch {
    return false; // a proxy that throws on every read is not one of ours
  }
}
