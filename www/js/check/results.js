/** What a step comes to. */

import { DIAGNOSES } from "./diagnoses.js";

/** @typedef {import("./probe.js").Exchange} Exchange */
/** @typedef {import("../../pkg/index.js").HeadlessIdentityError} HeadlessIdentityError */

/**
 * @typedef {object} Result
 * @property {"ok" | "failed" | "skipped"} state
 * @property {string} says
 * @property {Exchange[]} exchanges
 * @property {import("./diagnoses.js").Diagnosis} [diagnosis]
 * @property {HeadlessIdentityError} [error]  The SDK's own, with its hint.
 * @property {boolean} [goesOn]  A skipped step that nothing after it has to wait for.
 */

/** @param {string} says  @param {Exchange[]} [exchanges]  @returns {Result} */
export const ok = (says, exchanges = []) => ({ state: "ok", says, exchanges });

/** @param {string} says  @param {Partial<Result>} [more]  @returns {Result} */
export const skipped = (says, more) => ({ state: "skipped", says, exchanges: [], ...more });

/** A step that is not needed here: what follows goes on. @param {string} says  @param {Exchange[]} [exchanges] */
export const notNeeded = (says, exchanges = []) => skipped(says, { exchanges, goesOn: true });

/**
 * By what the page has found out, by what the SDK says, or by both.
 * @param {{ diagnosis?: keyof typeof DIAGNOSES, error?: HeadlessIdentityError, exchanges: Exchange[] }} found
 * @returns {Result}
 */
export function failed({ diagnosis: name, error, exchanges }) {
  const diagnosis = name && DIAGNOSES[name];
  return { state: "failed", says: diagnosis?.says ?? error?.message ?? "", diagnosis, error, exchanges };
}
