/** A way in without WebAssembly: `fallback` of the entries that need it, and the entry that does not. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openContext, openPage } from "../lib/browser.mjs";
import { watchCoreMemory, withoutWebAssembly } from "../lib/core.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { serve } from "../lib/serve.mjs";

const CONFIG = { siteUrl: "https://shop.example/portal", clientId: "app" };
const NO_WASM = { "content-security-policy": "default-src 'none'; script-src 'self'; connect-src http://127.0.0.1:* http://localhost:*" };
const origin = await serve(import.meta.dirname);
const strict = await serve(import.meta.dirname, NO_WASM);

/** A page whose requests for the JavaScript core are counted. */
async function open({ at = origin, script } = {}) {
  const context = await openContext();
  if (script) await context.addInitScript(script);
  const asked = [];
  context.on("request", (request) => asked.push(request.url()));
  const page = await openPage(`${at}/fallback.html`, context);
  return { page, fetches: () => asked.filter((url) => url.endsWith("/dist/compat.js")).length };
}

/** Logs in by an entry, and returns who it is. */
const logIn = (page, { config, user: { username, password } }, entry = "sdk") =>
  page.evaluate(
    async ([entry, config, person]) => {
      const { createClient } = entry === "compat" ? await fallback() : globalThis[entry];
      const client = await createClient({ ...config, fallback, ...(entry === "slim" && { wasm: "node_modules/headless-identity/dist/core.wasm" }) });
      return (await client.login(person)).userId;
    },
    [entry, config, { username, password }],
  );

for (const entry of ["sdk", "slim", "compat"]) {
  test(`${entry}: a login in a browser without WebAssembly`, async () => {
    const [site, { page, fetches }] = await Promise.all([makeSite(origin), open({ script: withoutWebAssembly })]);
    assert.equal(await logIn(page, site, entry), site.user.id);
    assert.equal(fetches(), 1);
  });

  test(`${entry}: a login under a policy without 'wasm-unsafe-eval'`, async () => {
    const [site, { page, fetches }] = await Promise.all([makeSite(strict), open({ at: strict })]);
    assert.equal(await logIn(page, site, entry), site.user.id);
    assert.equal(fetches(), 1);
  });
}

test("where WebAssembly runs the fallback is not called", async () => {
  const [site, { page, fetches }] = await Promise.all([makeSite(origin), open()]);
  assert.equal(await logIn(page, site), site.user.id);
  assert.equal(fetches(), 0);
});

test("the entry without WebAssembly does not look for it", async () => {
  const [site, { page }] = await Promise.all([makeSite(origin), open()]);
  await page.evaluate(() => {
    globalThis.looks = 0;
    Object.defineProperty(globalThis, "WebAssembly", { get: () => void (looks += 1) });
  });
  assert.equal(await logIn(page, site, "compat"), site.user.id);
  assert.equal(await page.evaluate(() => looks), 0);
});

test("once it is loaded the page's core is that one, for every entry", async () => {
  const { page, fetches } = await open({ script: withoutWebAssembly });
  const outcomes = await page.evaluate(async (config) => {
    const without = () => sdk.createClient(config).then(() => "ready", ({ code }) => code);
    const before = await without();
    await Promise.all([sdk.createClient({ ...config, fallback }), sdk.createClient({ ...config, fallback })]);
    const { verifier, challenge } = await sdk.createPkcePair();
    return { before, after: await without(), same: challenge === (await slim.pkceChallenge(verifier)) };
  }, CONFIG);
  assert.deepEqual(outcomes, { before: "wasm_unavailable", after: "ready", same: true });
  assert.equal(fetches(), 1);
});

test("an entry's own way in counts, whatever another entry is about to fail at", async () => {
  const { page } = await open({ script: withoutWebAssembly });
  const outcomes = await page.evaluate(async (config) => {
    const compat = await fallback();
    const clients = [
      sdk.createClient(config),
      compat.createClient(config),
      slim.createClient({ ...config, fallback }),
      sdk.createClient({ ...config, fallback }),
    ];
    return Promise.all(clients.map((client) => client.then(() => "ready", ({ code }) => code)));
  }, CONFIG);
  assert.deepEqual(outcomes, ["wasm_unavailable", "ready", "ready", "ready"]);
});

test("a client of it that breaks down ends no other", async () => {
  const { page } = await open({ script: withoutWebAssembly });
  await page.evaluate(watchCoreMemory);
  const outcomes = await page.evaluate(async (config) => {
    const [other, client] = [await sdk.createClient({ ...config, fallback }), await sdk.createClient({ ...config, fallback })];
    const codeOf = (client) => client.getAccessToken().then(() => "resolved", ({ code }) => code);
    const before = [await codeOf(other), await codeOf(client)];
    new Uint8Array(coreMemory).fill(0xff);
    return [...before, await codeOf(client), await codeOf(other)];
  }, CONFIG);
  assert.deepEqual(outcomes, ["no_session", "no_session", "wasm_unavailable", "no_session"]);
});

test("a fallback that fails is told with its cause, and the next call tries again", async () => {
  const { page } = await open({ script: withoutWebAssembly });
  const outcomes = await page.evaluate(async (config) => {
    const failing = {
      rejects: () => Promise.reject(new Error("mine")),
      throws: () => { throw new Error("mine"); },
      "has no file": () => import("./no-such-file.js"),
      "is another module": () => import("./app.js"),
      "is nothing": () => undefined,
      "makes no core": () => ({ core: () => ({}) }),
    };
    const outcomes = {};
    for (const [what, fallback] of Object.entries(failing)) {
      const { code, hint, cause } = await sdk.createClient({ ...config, fallback }).catch((error) => error);
      outcomes[what] = `${code} ${/^Check that fallback/.test(hint)} ${cause.message === "mine" ? "mine" : cause.name}`;
    }
    outcomes.afterwards = await sdk.createClient({ ...config, fallback }).then(() => "ready", ({ code }) => code);
    return outcomes;
  }, CONFIG);
  assert.deepEqual(outcomes, {
    rejects: "wasm_unavailable true mine",
    throws: "wasm_unavailable true mine",
    "has no file": "wasm_unavailable true TypeError",
    "is another module": "wasm_unavailable true TypeError",
    "is nothing": "wasm_unavailable true TypeError",
    "makes no core": "wasm_unavailable true TypeError",
    afterwards: "ready",
  });
});

test("a fallback that is no function is refused, with WebAssembly and without", async () => {
  for (const script of [undefined, withoutWebAssembly]) {
    const { page } = await open({ script });
    const codes = await page.evaluate(async (config) => {
      const bad = ["headless-identity/compat", true, 7, {}, Promise.resolve(), fallback()];
      const codeOf = ({ code, hint }) => `${code}: ${hint.slice(0, 30)}`;
      return Promise.all(bad.map((fallback) => sdk.createClient({ ...config, fallback }).then(() => "ready", codeOf)));
    }, CONFIG);
    assert.deepEqual(codes, Array(6).fill("invalid_config: fallback must be a function, s"));
  }
});
