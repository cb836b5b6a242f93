/** The page: takes what is typed, runs the check, shows it. What is typed stays in the fields, and in nothing that lasts. */

import { config } from "../../config.js";
import { announce, byId, setBusy } from "../dom.js";
import { findSite } from "../site.js";
import { Check } from "./check.js";
import { blame, judge, read } from "./input.js";
import { sumUp } from "./report.js";
import { STEPS, run } from "./run.js";
import { clear, conclude, show } from "./view.js";

const [form, submit, stop, problem] = ["check", "submit", "stop", "problem"].map(byId);

/** Of the run under way. @type {AbortController | undefined} */
let running;

byId("origin").textContent = location.origin;
clear();
form.addEventListener("submit", start);
form.addEventListener("input", (/** @type {Event} */ { target }) => {
  /** @type {HTMLElement} */ (target).removeAttribute("aria-invalid");
});
stop.addEventListener("click", () => running?.abort());
byId("copy").addEventListener("click", copy);
byId("reveal").addEventListener("click", () => reveal(byId("password").type === "password"));
// A page that comes back from the history comes back without a password.
addEventListener("pagehide", () => {
  running?.abort();
  byId("password").value = "";
});
await prefill();
submit.disabled = false;

/** @param {SubmitEvent} event */
async function start(event) {
  event.preventDefault();
  if (running) return;
  forgive();
  reveal(false);
  const values = read(form);
  const wrong = judge(values);
  if (wrong) return complain(wrong);

  running = new AbortController();
  setRunning(true);
  try {
    const { createClient } = await import("../../pkg/index.js");
    const check = new Check(values, running.signal, createClient);
    const impossible = await check.client().then(() => undefined, (error) => error);
    if (impossible?.code === "invalid_config") return complain(blame(impossible));
    clear();
    announce("The check has begun.");
    conclude(sumUp(check, await run(check, tell)));
  } catch (error) {
    complain({ text: `The check could not begin: ${/** @type {Error} */ (error).message}` });
  } finally {
    running = undefined;
    setRunning(false);
  }
}

/** @param {string} id  @param {import("./results.js").Result | "running"} result */
function tell(id, result) {
  show(id, result);
  if (result === "running") return;
  const at = STEPS.findIndex((step) => step.id === id);
  announce(`${at + 1} of ${STEPS.length}, ${STEPS[at].title}: ${result.state}`);
}

/** @param {boolean} isRunning */
function setRunning(isRunning) {
  setBusy(submit, isRunning, isRunning ? "Checking…" : "Check");
  stop.hidden = !isRunning;
  byId("steps").setAttribute("aria-busy", String(isRunning));
}

/** @param {{ field?: string, text: string }} wrong */
function complain({ field, text }) {
  problem.textContent = text;
  const input = field && byId(field);
  if (!input) return problem.focus();
  const section = input.closest("details");
  if (section) section.open = true;
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", `problem ${input.dataset.rule ?? ""}`.trim());
  input.focus();
}

function forgive() {
  problem.textContent = "";
  for (const input of form.querySelectorAll("input")) {
    input.removeAttribute("aria-invalid");
    if (input.dataset.rule) input.setAttribute("aria-describedby", input.dataset.rule);
    else input.removeAttribute("aria-describedby");
  }
}

/** @param {boolean} isShown */
function reveal(isShown) {
  byId("password").type = isShown ? "text" : "password";
  byId("reveal").textContent = isShown ? "Hide" : "Show";
  byId("reveal").setAttribute("aria-label", isShown ? "Hide password" : "Show password");
}

async function copy() {
  const report = byId("report");
  try {
    await navigator.clipboard.writeText(report.textContent);
    announce("Copied.");
    byId("copied").textContent = "Copied.";
  } catch {
    getSelection()?.selectAllChildren(report);
    byId("copied").textContent = "Selected: copy it with your keyboard.";
  }
}

/** The site that config.js names, or the model site that serves this page. What stands in the address bar is no site to trust. */
async function prefill() {
  const site = await findSite(config).catch(() => undefined);
  if (!site || site.from === "the address bar") return;
  byId("siteUrl").value ||= site.siteUrl;
  byId("clientId").value ||= site.clientId;
  const { demoUser } = site;
  if (!demoUser) return;
  byId("offer").hidden = false;
  byId("fill").addEventListener("click", () => {
    byId("username").value = demoUser.username;
    byId("password").value = demoUser.password;
    submit.focus();
  });
}
