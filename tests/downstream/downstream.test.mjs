/**
 * What the crate adds to a Rust front end that leaves its doors for JavaScript and Yew shut: `login` against `bare`, the same
 * app without the crate. `cargo xtask test downstream` builds both and names the folder in DOWNSTREAM.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { serve } from "../npm/lib/serve.mjs";
import { launch, newPage } from "../storefront/lib/browser.mjs";
import { makeSite } from "../storefront/lib/model.mjs";

/**
 * What the crate adds to an app that logs in, in bytes after brotli, the app without it taken off. The figure moves a little
 * with the compiler, so ten percent are let pass; what makes it grow by more is a dependency or a feature that every user
 * pays for. Then say why, and write down the new one.
 */
const RECORDED = 42_509;

/** What wasm-bindgen calls its own exports: glue for closures, strings and references. */
const WASM_BINDGENS_OWN = /^(__wbindgen_|__externref_|wasm_bindgen_|memory$)/;

/** What the door for JavaScript leaves behind where it is in. With `features = ["js"]` in the app all of it is found. */
const DOOR = {
  "app_bg.wasm": ["headless_identity::js::", "talc::"],
  "app.js": ["class Core", "createPkcePair"],
};

const file = (app, step, name) => join(process.env.DOWNSTREAM, app, step, name);
const read = (app, step, name) => readFileSync(file(app, step, name));

/** The names that a module exports, of those that wasm-bindgen wrote. */
async function exportsOf(app) {
  const module = await WebAssembly.compile(read(app, "bindings", "app_bg.wasm"));
  return WebAssembly.Module.exports(module).map(({ name }) => name);
}

test("the app's wasm exports its one function, and otherwise only what wasm-bindgen adds", async () => {
  const bare = await exportsOf("bare");
  assert.ok(bare.includes("log_in"));
  const added = (await exportsOf("login")).filter((name) => !bare.includes(name));
  assert.deepEqual(added.filter((name) => !WASM_BINDGENS_OWN.test(name)), []);
});

test("the app's loader exports the same as without the crate", async () => {
  const names = async (app) => Object.keys(await import(file(app, "bindings", "app.js"))).sort();
  assert.deepEqual(await names("login"), await names("bare"));
});

test("nothing of the door for JavaScript is in it: no code, no allocator, no class, no function", () => {
  const text = (name) => read("login", "bindings", name).toString("latin1");
  assert.match(text("app_bg.wasm"), /headless_identity::wire::/, "the names of functions are there to be looked through");
  const found = Object.entries(DOOR).map(([name, traces]) => traces.filter((trace) => text(name).includes(trace)));
  assert.deepEqual(found.flat(), []);
});

test("it weighs what it did", (t) => {
  const [login, bare] = ["login", "bare"].map((app) => brotliCompressSync(read(app, "shipped", "app_bg.wasm")).length);
  const added = login - bare;
  t.diagnostic(`${login} bytes (brotli) less ${bare} of the app without the crate: ${added}, ${RECORDED} on record`);
  assert.ok(added < RECORDED * 1.1, `${added} bytes against ${RECORDED} on record`);
});

test("it logs in, in a browser", async (t) => {
  const browser = await launch();
  t.after(() => browser.close());
  const origin = await serve(join(process.env.DOWNSTREAM, "login", "shipped"));
  const site = await makeSite(process.env.MODEL_SITE, { corsOrigins: [origin] });
  const page = await newPage(browser);
  await page.goto(`${origin}/app.js`); // any page of that origin will do
  const logIn = (username, password) =>
    page.evaluate(
      async (args) => {
        const { default: start, log_in } = await import("/app.js");
        await start();
        return log_in(...args).catch((error) => `refused: ${error.message}`);
      },
      [site.siteUrl, site.clientId, username, password],
    );

  assert.match(await logIn(site.user.username, site.user.password), /^005\w{15}$/);
  assert.match(await logIn(site.user.username, "not this one"), /^refused: .*password/);
  assert.deepEqual(page.said.filter((line) => line.startsWith("uncaught")), []);
});
