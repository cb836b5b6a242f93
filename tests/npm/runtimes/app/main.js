// For Node, Bun and Deno. Prints what an import of the package has called, and what `check` finds.
import "@angular/compiler"; // what Angular needs where no build has compiled it
import "@angular/router";
import "react";
import "svelte/reactivity";
import "vue";
import { check } from "./check.js";

const WATCHED = [
  [globalThis, ["fetch", "setTimeout", "setInterval", "addEventListener", "BroadcastChannel", "Worker", "FinalizationRegistry"]],
  [WebAssembly, ["compile", "instantiate", "validate", "Module"]],
  [Object.getPrototypeOf(crypto), ["getRandomValues", "randomUUID"]],
  [Object.getPrototypeOf(crypto.subtle), ["digest"]],
];
const called = [];
const restores = WATCHED.flatMap(([owner, names]) => names.map((name) => watch(owner, name)));

function watch(owner, name) {
  const original = owner[name];
  owner[name] = () => called.push(name);
  return () => (owner[name] = original);
}

const modules = [];
for (const entry of ["", "/slim", "/compat", "/errors", "/testing", "/react", "/vue", "/svelte", "/angular"]) {
  modules.push(await import(`headless-identity${entry}`));
}
for (const restore of restores) restore();

console.log(JSON.stringify({ called, ...(await check(modules[0], JSON.parse(process.argv[2]))) }));
