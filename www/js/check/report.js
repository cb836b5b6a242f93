/** What a run came to, for people and as text to pass on. No password, code or token gets here, nor the user's name. */

import { STEPS } from "./run.js";

/** @typedef {import("./results.js").Result} Result */

/** @param {import("./check.js").Check} check  @param {Map<string, Result>} results */
export function sumUp(check, results) {
  const of = (/** @type {string} */ state) => STEPS.filter(({ id }) => results.get(id)?.state === state);
  const failed = of("failed");
  const report = text(check, results);
  if (failed.length) {
    const title = failed.length === 1 ? "One step failed" : `${failed.length} steps failed`;
    const [first] = failed;
    const lead = `The first is “${first.title}”. After a change in Setup wait up to ten minutes.`;
    return { title, lead, report, problem: first.id };
  }
  if (check.signal.aborted) return { title: "Stopped", lead: "The steps that were taken passed.", report };
  const open = of("skipped").filter(({ id }) => results.get(id)?.isUnseen);
  if (open.length) {
    const further = check.values.user ? "" : " With a test user the check goes further.";
    const lead = `Not seen: ${open.map(({ title }) => title).join(", ")}.${further}`;
    return { title: "No fault was found, as far as this check could go", lead, report };
  }
  return { title: "Everything is set up", lead: "A person can log in on a page of this origin.", report };
}

/** @param {import("./check.js").Check} check  @param {Map<string, Result>} results */
function text({ site, callback, values }, results) {
  const { clientId, scopes, user } = values;
  const facts = [
    `Site: ${site}`,
    `Client id: ${clientId.slice(0, 8)}… (${clientId.length} characters)`,
    `Callback: ${callback}`,
    `Scopes: ${scopes.join(" ") || "the app's own"}`,
    `Asked from: ${location.origin}, ${user ? "with" : "without"} a test user`,
  ];
  const lines = STEPS.flatMap(({ id, title }) => {
    const result = results.get(id);
    return result ? line(title, result) : [];
  });
  return ["headless-identity: setup check", ...facts, "", ...lines].join("\n");
}

/** @param {string} title  @param {Result} result */
function line(title, { state, says, diagnosis, error, exchanges }) {
  const lines = [`[${state}] ${title}: ${says}`];
  if (diagnosis) lines.push(`  Change: ${diagnosis.where}. ${diagnosis.change}`);
  if (error) {
    const server = [error.status, error.error, error.errorDescription].filter(Boolean).join(" ");
    lines.push(`  SDK: ${error.code} at ${error.step}${server && ` (${server})`}. ${error.hint}`);
  }
  return state === "ok" ? lines : [...lines, ...exchanges.map(({ asked, seen }) => `  ${asked} → ${seen}`)];
}
