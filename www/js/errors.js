/**
 * What a failed login says: a sentence for the customer, the facts for the developer.
 *
 * The customer's sentence never explains the shop's set-up and never says which of the two fields was wrong: that would
 * tell a stranger who is a customer here.
 */

/** @typedef {import("../pkg/index.js").HeadlessIdentityError} HeadlessIdentityError */

const OURS = "Signing in does not work at the moment. That is our fault, not yours; please try again later.";
const UNREACHABLE = "We cannot reach the shop just now. Check your connection and try again.";
const STOPPED_THERE = "You did not finish signing in over there. Try it again, or sign in with your password.";
const HICCUP = "Something went wrong on our side. Please try again in a moment.";

/**
 * Every code that is not listed here is a set-up that only the shop can mend, and gets `OURS`.
 * @type {Record<string, string>}
 */
const SENTENCES = {
  aborted: "Signing in was stopped. Nothing has changed.",
  invalid_argument: "There is a character in there that we cannot send. Please type both again.",
  invalid_credentials: "That email and password do not belong together. Please check both and try again.",
  network: UNREACHABLE,
  rate_limited: "That was a lot of tries in a short time. Please wait a few minutes, then try again.",
  session_expired: "Your session has ended. Please sign in again.",
  state_mismatch: "That way of signing in was used already, or took too long. Please try it again.",
  timeout: UNREACHABLE,
  user_inactive: "This account is switched off. Ask the shop to switch it on again.",
  wasm_unavailable:
    "Your browser blocks WebAssembly, which signing in needs. Please try another browser, or allow it for this page.",
};

/** Codes after which the customer's next move is to type the password again. */
const ABOUT_WHAT_WAS_TYPED = ["invalid_argument", "invalid_credentials"];

/** @param {unknown} error */
export function forCustomer(error) {
  const { code = "", step, error: said, retryable } = /** @type {Partial<HeadlessIdentityError>} */ (error ?? {});
  const stoppedThere = step === "callback" && said === "access_denied";
  return {
    sentence: stoppedThere ? STOPPED_THERE : (SENTENCES[code] ?? (retryable ? HICCUP : OURS)),
    aboutWhatWasTyped: ABOUT_WHAT_WAS_TYPED.includes(code),
  };
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
