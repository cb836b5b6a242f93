/** The steps and the summary as they are seen. */

import { byId, fillFacts, make } from "../dom.js";
import { forDeveloper } from "../errors.js";
import { STEPS } from "./run.js";

/** @typedef {import("./results.js").Result} Result */
/** @typedef {import("./diagnoses.js").Diagnosis} Diagnosis */

/** What stands beside a title. The colour says the same. */
const WORDS = { pending: "not yet", running: "running", ok: "ok", failed: "failed", skipped: "skipped" };

/** Draws every step as it is before a run. */
export function clear() {
  byId("steps").replaceChildren(...STEPS.map((step) => item(step)));
  byId("outcome").hidden = true;
}

/** @param {import("./run.js").Step} step */
function item({ id, title, asks }) {
  const heading = make("h3", { id: `step-${id}`, tabindex: "-1" }, title, " ", make("span", { class: "state" }, WORDS.pending));
  return make("li", { class: "step", "data-state": "pending" }, heading, make("p", { class: "says" }, asks));
}

/** @param {string} id  @param {Result | "running"} result */
export function show(id, result) {
  const heading = byId(`step-${id}`);
  const place = heading.parentElement;
  const state = result === "running" ? result : result.state;
  place.dataset.state = state;
  heading.querySelector(".state").textContent = WORDS[state];
  if (result === "running") return;

  const { says, diagnosis, error, exchanges } = result;
  place.querySelector(".says").textContent = says;
  if (diagnosis) place.append(remedy(diagnosis));
  if (error) place.append(sdkSays(error, !diagnosis));
  if (exchanges.length) place.append(evidence(exchanges));
}

/** @param {Diagnosis} diagnosis */
function remedy({ where, change, section }) {
  const more = make("a", { href: `./docs/setup.md#${section}`, target: "_blank", rel: "noopener" }, "Setup guide");
  return make("div", { class: "remedy" }, make("p", { class: "where" }, where), make("p", {}, change, " ", more));
}

/**
 * @param {import("./results.js").HeadlessIdentityError} error
 * @param {boolean} isAll  There is nothing else that says what to change.
 */
function sdkSays(error, isAll) {
  const facts = make("dl", { class: "facts" });
  const shown = forDeveloper(error);
  if (!isAll) {
    fillFacts(facts, shown);
    const summary = make("summary", {}, "What the SDK tells an app here: ", make("code", {}, error.code));
    return make("details", { class: "dev" }, summary, facts);
  }
  fillFacts(facts, shown.filter(([term]) => term !== "Hint"));
  const more = make("a", { href: `./docs/errors.md#${error.code}`, target: "_blank", rel: "noopener" }, "All errors");
  return make("div", { class: "remedy" }, make("p", { class: "change" }, error.hint), facts, make("p", {}, more));
}

/** @param {import("./probe.js").Exchange[]} exchanges */
function evidence(exchanges) {
  const list = make("ol", { class: "exchanges" }, ...exchanges.map(({ asked, sent, seen }) => {
    const line = make("li", {}, make("code", {}, ...breakable(asked)));
    if (sent) line.append(make("code", { class: "sent" }, ...breakable(sent)));
    line.append(make("code", { class: "seen" }, `→ ${seen}`));
    return line;
  }));
  const many = exchanges.length === 1 ? "one request" : `${exchanges.length} requests`;
  return make("details", { class: "dev" }, make("summary", {}, `Asked and seen: ${many}`), list);
}

/** Where an address must break on a phone, it breaks at a slash. @param {string} text */
function breakable(text) {
  return text.split(/(?<=[/,])/).flatMap((part) => [part, make("wbr", {})]);
}

/**
 * The end of a run; the focus goes to the first problem, or else to the good news.
 * @param {{ title: string, lead: string, report: string, problem?: string }} outcome
 */
export function conclude({ title, lead, report, problem }) {
  const heading = byId("outcome-title");
  heading.textContent = title;
  byId("outcome-lead").textContent = lead;
  byId("report").textContent = report;
  const outcome = byId("outcome");
  outcome.dataset.state = problem ? "failed" : "ok";
  outcome.hidden = false;
  const target = problem ? byId(`step-${problem}`) : heading;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
}
