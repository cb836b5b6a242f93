/** What the package may weigh: `budget.json`. Pure; tested in ../budget.test.mjs. */

/** How far a figure may move without a word. */
const TOLERANCE_PERCENT = 3;

/**
 * @typedef {Record<string, { bytes: number, reason: string }>} Budget
 * @typedef {{ name: string, bytes: number, budget?: number, change: number, verdict: "kept" | "grown" | "shrunk" | "new" }} Verdict
 *
 * @param {Record<string, number>} figures @param {Budget} budget @returns {Verdict[]}
 */
export function compare(figures, budget) {
  return Object.entries(figures).map(([name, bytes]) => {
    const allowed = budget[name]?.bytes;
    if (allowed === undefined) return { name, bytes, change: 0, verdict: "new" };
    const change = bytes / allowed - 1;
    const isBeyond = Math.abs(bytes - allowed) * 100 > allowed * TOLERANCE_PERCENT;
    const verdict = !isBeyond ? "kept" : bytes > allowed ? "grown" : "shrunk";
    return { name, bytes, budget: allowed, change, verdict };
  });
}

/** What is wrong with a figure and what to do about it; nothing where nothing is to be done. @param {Verdict} verdict */
export function explain({ name, bytes, budget, change, verdict }) {
  if (verdict === "new") return `${name}: ${number(bytes)} bytes, and no budget. Give it one: ${COMMAND}`;
  const moved = `${name}: ${number(bytes)} bytes, budget ${number(budget)} (${percent(change)})`;
  switch (verdict) {
    case "grown":
      return `${moved}. Make it smaller again, or say what the bytes are for: ${COMMAND}`;
    case "shrunk":
      return `${moved}. The budget can be lowered, so that it stays so: ${COMMAND}`;
    default:
      return undefined;
  }
}

const COMMAND = 'cargo xtask budget "<reason>"';

/**
 * The budget for the figures as they are: those that moved get the reason, the others keep theirs.
 *
 * @param {Record<string, number>} figures @param {Budget} budget @param {string} reason @returns {Budget}
 */
export function renew(figures, budget, reason) {
  if (!reason.trim()) throw new Error("the reason is empty");
  const entries = compare(figures, budget).map(({ name, bytes, verdict }) => [
    name,
    verdict === "kept" ? budget[name] : { bytes, reason },
  ]);
  return Object.fromEntries(entries);
}

/** `{ login: { raw, gzip } }` as `{ "login, raw": …, "login, gzip": … }`. */
export function flatten(sizes) {
  const rows = Object.entries(sizes);
  return Object.fromEntries(
    rows.flatMap(([name, weight]) => Object.entries(weight).map(([kind, bytes]) => [`${name}, ${kind}`, bytes])),
  );
}

const number = (bytes) => bytes.toLocaleString("en");
export const percent = (share) => `${share < 0 ? "−" : "+"}${Math.abs(share * 100).toFixed(1)} %`;
