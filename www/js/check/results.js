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
 * @property {boolean} [goesOn]  A skipped step that those after it need not wait for.
 * @property {boolean} [isUnseen]  A skipped step that would have told more.
 */

/** @param {string} says  @param {Exchange[]} [exchanges]  @returns {Result} */
export const ok = (says, exchanges = []) => ({ state: "ok", says, exchanges });

/** A step that cannot be taken; what builds on it cannot either. @param {string} says  @returns {Result} */
export const skipped = (says) => ({ state: "skipped", says, exchanges: [], isUnseen: true });

/**
 * A step that shows nothing here, while the later ones may.
 * @param {string} says  @param {Exchange[]} [exchanges]  @returns {Result}
 */
export const unseen = (says, exchanges = []) => ({ state: "skipped", says, exchanges, isUnseen: true, goesOn: true });

/** A step that is not needed here. @param {string} says  @param {Exchange[]} [exchanges]  @returns {Result} */
export const notNeeded = (says, exchanges = []) => ({ state: "skipped", says, exchanges, goesOn: true });

/**
 * By what the page has found out, by what the SDK says, or by both.
 * @param {{ diagnosis?: string, error?: HeadlessIdentityError, exchanges: Exchange[] }} found
 * @returns {Result}
 */
export function failed({ diagnosis: name, error, exchanges }) {
  const diagnosis = name === undefined ? undefined : DIAGNOSES[name];
  return { state: "failed", says: diagnosis?.says ?? error?.message ?? "", diagnosis, error, exchanges };
}
