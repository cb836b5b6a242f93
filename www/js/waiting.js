/**
 * A journey that waits for its code is kept over a reload: on a phone, a look into the mail may cost the page. What is kept
 * is no secret, for without the code it opens nothing.
 */

/** @typedef {import("../pkg/index.js").Started} Started */
/** @typedef {import("./outbox.js").Purpose} Purpose */

/**
 * @typedef {object} Waiting
 * @property {Purpose} purpose
 * @property {string} name  Whose code it is, as they typed it.
 * @property {Started} [started]  What the SDK gave; a password reset has nothing.
 */

const KEY = "tarn-and-teasel:waiting";

/** @param {Waiting} waiting */
export function keepWaiting(waiting) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(waiting));
  } catch {
    // A forbidden storage: the journey lives as long as the page.
  }
}

export function forgetWaiting() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Then nothing was kept either.
  }
}

/** @returns {Waiting | undefined} */
export function whatWaits() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}
