/** The figures that have a budget: what the package weighs. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { OURS, SLIM, contestants } from "./contestants.mjs";
import { bundle, weigh } from "./weigh.mjs";

const CORE = fileURLToPath(new URL("../node_modules/headless-identity/dist/core.wasm", import.meta.url));

/** The wasm as text: the one long string literal of the bundle. */
const CORE_TEXT = /"[^"]{50000,}"/;

/** @returns {Promise<Record<string, import("./weigh.mjs").Weight>>} */
export async function sizes() {
  const entry = (name) => bundle(contestants().find((contestant) => contestant.name === name).file);
  const login = await entry(OURS);
  const text = new TextDecoder().decode(login);
  if (!CORE_TEXT.test(text)) throw new Error("the login entry has no wasm in it");
  return {
    "core.wasm": weigh(readFileSync(CORE)),
    login: weigh(login),
    "login without its wasm": weigh(new TextEncoder().encode(text.replace(CORE_TEXT, '""'))),
    "slim login": weigh(await entry(SLIM)),
  };
}
