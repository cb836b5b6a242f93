/** The tables of browsers in the documents. */

import { readFileSync } from "node:fs";
import { WITHOUT } from "../../npm/lib/without.mjs";
import { FLOOR, lackedBy, since } from "./floor.mjs";

const NAMES = {
  chrome: "Chrome",
  edge: "Edge",
  firefox: "Firefox",
  safari: "Safari",
  safari_ios: "Safari on iOS",
  samsunginternet_android: "Samsung Internet",
};

/** What a page may want that not each browser of the floor has. */
const WANTED = [
  ["with Web Locks: tabs take turns to renew a shared session", "api.LockManager.request"],
  ["with `BroadcastChannel`: a change in one tab reaches the others immediately", "api.BroadcastChannel"],
  ["under a strict Content-Security-Policy, with `'wasm-unsafe-eval'`", "http.headers.Content-Security-Policy.script-src.wasm-unsafe-eval"],
  ["without a bundler, by an import map", "html.elements.script.type.importmap"],
];

/** The oldest browsers, and since when each has what else one may want. */
export function oldest() {
  const rows = WANTED.map(([what, key]) => {
    const late = lackedBy(key).map((lacking) => lacking.split(" ")[0]);
    return [what, ...FLOOR.map(([name, version]) => (late.includes(name) ? since(key, name) : version))];
  });
  const head = ["At least", ...FLOOR.map(([name]) => NAMES[name])];
  return markdown(head, [["the package", ...FLOOR.map(([, version]) => version)], ...rows], ["---", ...FLOOR.map(() => "---:")]);
}

/** What a page is without, where a browser lacks it. */
export function without() {
  const rows = Object.entries(WITHOUT).map(([name, { costs }]) => [name, costs]);
  rows.push(["WebAssembly, or where it is blocked", "`createClient` rejects with `wasm_unavailable`, unless it has a [`fallback`](csp-and-ssr.md#without-webassembly)"]);
  return markdown(["Without", "What the page loses"], rows);
}

const ENGINES = { chromium: "Chromium", firefox: "Firefox", webkit: "WebKit, as WebKitGTK has it" };

/** What `cargo xtask test browsers` has told last. */
export function tested() {
  const told = JSON.parse(readFileSync(new URL("../../browsers/results.json", import.meta.url), "utf8"));
  const rows = told.map(({ engine, version, date, files, passed, failed, skipped, lost, minutes }) =>
    [ENGINES[engine], version, date, files, passed, failed.length, skipped.length, lost, minutes]);
  return markdown(["Tested", "Version", "On", "Files", "Passed", "Failed", "Skipped", "Sessions lost", "Minutes"], rows, ["---", "---", "---", ...Array(6).fill("---:")]);
}

function markdown(head, rows, rule = head.map(() => "---")) {
  const line = (cells) => `| ${cells.join(" | ")} |\n`;
  return `${line(head)}|${rule.join("|")}|\n${rows.map(line).join("")}`;
}
