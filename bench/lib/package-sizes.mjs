/** The figures that have a budget: what the package weighs. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { COMPAT, OURS, SLIM, contestants } from "./contestants.mjs";
import { bundle, together, weigh } from "./weigh.mjs";

const CORE = fileURLToPath(new URL("../node_modules/headless-identity/dist/core.wasm", import.meta.url));

/** The wasm as text: the one long string literal of the bundle. */
const CORE_TEXT = /(["'`])[^"'`]{50000,}\1/;

/** What an app loads first, where its client is lazy: by the entry, and the packages that the app has in any case. */
const FIRST = {
  lazyClient: [],
  errors: [],
  react: ["react"],
  vue: ["vue"],
  svelte: ["svelte/reactivity"],
  angular: ["@angular/core", "@angular/router"],
};

async function firstLoads() {
  const file = (name) => fileURLToPath(new URL(`../entries/first/${name}.js`, import.meta.url));
  const weights = Object.entries(FIRST).map(async ([name, absent]) => [`${name}, first load`, weigh((await bundle(file(name), absent)).script)]);
  return Object.fromEntries(await Promise.all(weights));
}

/** @returns {Promise<Record<string, import("./weigh.mjs").Weight>>} */
export async function sizes() {
  const entry = (name) => bundle(contestants().find((contestant) => contestant.name === name).file);
  const [login, slim, compat] = [await entry(OURS), await entry(SLIM), await entry(COMPAT)];
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
    "compat login": weigh(compat.script),
    ...(await firstLoads()),
  };
}
