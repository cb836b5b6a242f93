/** The oldest browsers that the package promises, and what MDN's data say of them. */

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const data = require("@mdn/browser-compat-data");

/** MDN's names of the browsers that `browserslist` names. */
const MDN = { chrome: "chrome", edge: "edge", firefox: "firefox", safari: "safari", ios_saf: "safari_ios", samsung: "samsunginternet_android" };

const { browserslist } = JSON.parse(readFileSync(require.resolve("headless-identity/package.json"), "utf8"));

/** `[["safari", "15.1"], …]`, by MDN's names. */
export const FLOOR = browserslist.map((line) => {
  const [name, version] = line.split(" >= ");
  if (!(name in MDN) || !version) throw new Error(`browserslist: "${line}" is not "<browser> >= <version>"`);
  return [MDN[name], version];
});

/** What the data have under a key such as `api.LockManager.request`; `undefined` where there is no such key. */
export const compat = (key) => key.split(".").reduce((within, name) => within?.[name], data)?.__compat;

/** The version of a browser that has it first; a dash where none has. */
export const since = (key, browser) => statements(compat(key).support[browser]).sort(compare)[0] ?? "–";

/** Browsers of the floor that lack it, each with the version that has it first: `"firefox 96"`. */
export function lackedBy(key) {
  const lacking = FLOOR.map(([name, version]) => [name, version, since(key, name)]).filter(([, version, first]) => first === "–" || compare(first, version) > 0);
  return lacking.map(([name, , first]) => `${name} ${first}`);
}

/** The versions that first have it without a flag, a prefix or another name, and that have not lost it since. */
function statements(support) {
  return [support]
    .flat()
    .filter(({ flags, prefix, alternative_name, version_removed }) => !flags && !prefix && !alternative_name && !version_removed)
    .map(({ version_added }) => version_added)
    .filter((version) => typeof version === "string" && version !== "preview")
    .map((version) => version.replace("≤", "").replace(/\.0$/, ""));
}

function compare(one, other) {
  const [a, b] = [one, other].map((version) => version.split(".").map(Number));
  return a[0] - b[0] || (a[1] ?? 0) - (b[1] ?? 0);
}
