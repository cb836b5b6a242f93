/**
 * What a failed journey says: a sentence for the customer, the facts for the developer.
 *
 * The customer's sentence never explains the shop's set-up and never says which of the two fields was wrong: that would
 * tell a stranger who is a customer here.
 */

/** @typedef {import("../pkg/index.js").HeadlessIdentityError} HeadlessIdentityError */

const OURS = "This does not work at the moment. That is our fault, not yours; please try again later.";
const UNREACHABLE = "We cannot reach the shop just now. Check your connection and try again.";
const STOPPED_THERE = "You did not finish signing in over there. Try it again, or sign in with your password.";
const HICCUP = "Something went wrong on our side. Please try again in a moment.";

/**
 * Every code that is not listed here is a set-up that only the shop can mend, and gets `OURS`.
 * @type {Record<string, string>}
 */
const SENTENCES = {
  aborted: "Signing in was stopped. Nothing has changed.",
  invalid_argument: "There is a character in there that we cannot send. Please type it again.",
  invalid_otp: "That code is not right, or no longer good. Check it and type it again, or have another one sent.",
  invalid_credentials: "That email and password do not belong together. Please check both and try again.",
  network: UNREACHABLE,
  otp_attempts_exceeded: "That code was tried too often. Please have another one sent.",
  rate_limited: "That was a lot of tries in a short time. Please wait a few minutes, then try again.",
  session_expired: "Your session has ended. Please sign in again.",
  state_mismatch: "That way of signing in was used already, or took too long. Please try it again.",
  timeout: UNREACHABLE,
  user_inactive: "This account is switched off. Ask the shop to switch it on again.",
  wasm_unavailable:
    "Your browser blocks WebAssembly, which signing in needs. Please try another browser, or allow it for this page.",
};

/** @param {unknown} error */
export function forCustomer(error) {
  const { code = "", step, error: said, retryable } = /** @type {Partial<HeadlessIdentityError>} */ (error ?? {});
  if (step === "callback" && said === "access_denied") return STOPPED_THERE;
  if (code === "password_policy") return policy(/** @type {HeadlessIdentityError} */ (error));
  return SENTENCES[code] ?? (retryable ? HICCUP : OURS);
}

/** The policy's own text says what to do; it is written for the person. @param {HeadlessIdentityError} error */
function policy({ errorDescription }) {
  return errorDescription ? `Please choose another password. ${errorDescription}.` : "Please choose a stronger password.";
}

/**
 * Term and text of everything the error knows. The SDK keeps secrets and typed values out of all of it.
 * @param {unknown} error  @returns {[string, string][]}
 */
export function forDeveloper(error) {
  const { code, step, status, error: said, errorDescription, hint, message } = /** @type {any} */ (error ?? {});
  if (!code) return [["Error", String(message ?? error)]];

  const server = [said, errorDescription].filter(Boolean).join(": ");
  /** @type {[string, unknown][]} */
  const facts = [["Code", code], ["Step", step], ["HTTP status", status], ["Server said", server], ["Hint", hint]];
  return facts.filter(([, text]) => text !== undefined && text !== "").map(([term, text]) => [term, String(text)]);
}
