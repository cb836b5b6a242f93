/** The figures that have a budget: what the package weighs. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { OURS, SLIM, contestants } from "./contestants.mjs";
import { bundle, together, weigh } from "./weigh.mjs";

const CORE = fileURLToPath(new URL("../node_modules/headless-identity/dist/core.wasm", import.meta.url));

/** The wasm as text: the one long string literal of the bundle. */
const CORE_TEXT = /"[^"]{50000,}"/;

/** @returns {Promise<Record<string, import("./weigh.mjs").Weight>>} */
export async function sizes() {
  const entry = (name) => bundle(contestants().find((contestant) => contestant.name === name).file);
  const [login, slim] = [await entry(OURS), await entry(SLIM)];
  const text = new TextDecoder().decode(login.script);
  if (!CORE_TEXT.test(text)) throw new Error("the login entry has no wasm in it");
  const [hints, ...others] = [...login.chunks.values()].map(weigh);
  if (!hints || others.length) throw new Error("the login entry has other chunks than the hints");
  return {
    "core.wasm": weigh(readFileSync(CORE)),
    hints,
    "login with its hints": together([weigh(login.script), hints]),
    login: weigh(login.script),
    "login without its wasm": weigh(new TextEncoder().encode(text.replace(CORE_TEXT, '""'))),
    "slim login": weigh(slim.script),
  };
}
