import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { needs, openPage, openPersonsContext } from "../lib/browser.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { serve } from "../lib/serve.mjs";

const CONFIG = { siteUrl: "https://shop.example/portal", clientId: "app" };
const strict = (scripts, connect = "'self'") => ({
  "content-security-policy": `default-src 'none'; script-src 'self' ${scripts}; connect-src ${connect}`,
});
const createClient = (page, wasm) =>
  page.evaluate(
    ([config, wasm]) => sdk.createClient({ ...config, wasm }).then(() => "ready", (error) => `${error.code} ${error.step}: ${error.hint}`),
    [CONFIG, wasm],
  );

test("the wasm inside is the shipped one, byte for byte", async () => {
  const page = await openPage(`${await serve(import.meta.dirname)}/`);
  const same = await page.evaluate(async () => {
    const { compile } = WebAssembly;
    const inside = new Promise((resolve) => {
      WebAssembly.compile = (bytes) => (resolve(bytes), compile(bytes));
    });
    await sdk.createPkcePair();
    const shipped = await fetch("/node_modules/headless-identity/dist/core.wasm").then((answer) => answer.arrayBuffer());
    return String(await inside) === String(new Uint8Array(shipped));
  });
  assert.ok(same);
});

test("under a strict CSP 'wasm-unsafe-eval' is all it takes", async () => {
  const origin = await serve(import.meta.dirname, strict("'wasm-unsafe-eval'", "http://127.0.0.1:* http://localhost:*"));
  const site = await makeSite(origin);
  const page = await openPage(`${origin}/`);
  const userId = await page.evaluate(async ({ config, user: { username, password } }) => {
    const client = await sdk.createClient(config);
    return (await client.login({ username, password })).userId;
  }, site);
  assert.equal(userId, site.user.id);
});

test("without it, createClient says so", async () => {
  const page = await openPage(`${await serve(import.meta.dirname, strict(""))}/`);
  assert.match(await createClient(page), /^wasm_unavailable config: .*'wasm-unsafe-eval'/);
});

test("a browser without WebAssembly is told apart, and may try again", async () => {
  const page = await openPage(`${await serve(import.meta.dirname)}/`);
  await page.evaluate(() => {
    globalThis.kept = WebAssembly;
    delete globalThis.WebAssembly;
  });
  assert.match(await createClient(page), /^wasm_unavailable config: .*Lockdown/);
  await page.evaluate(() => (globalThis.WebAssembly = kept));
  assert.equal(await createClient(page), "ready");
});

test("a core that traps is reported as gone, with the trap as cause", async () => {
  const page = await openPage(`${await serve(import.meta.dirname)}/`);
  const seen = await page.evaluate(async (config) => {
    const { Instance } = WebAssembly;
    const trap = new WebAssembly.RuntimeError("unreachable");
    let isBroken = false;
    WebAssembly.Instance = function (module) {
      const { step, ...exports } = new Instance(module).exports;
      return { exports: { ...exports, step: (now) => { if (isBroken) throw trap; return step(now); } } };
    };
    const client = await sdk.createClient(config);
    isBroken = true;
    const error = await client.login({ username: "ada", password: "secret" }).catch((error) => error);
    return { known: sdk.isHeadlessIdentityError(error), code: error.code, hasCause: error.cause === trap };
  }, CONFIG);
  assert.deepEqual(seen, { known: true, code: "wasm_unavailable", hasCause: true });
});

test("a new client connects to its site before anybody has clicked, once, and sends nothing", needs("preconnect"), async (t) => {
  const page = await openPage(`${await serve(import.meta.dirname)}/`, await openPersonsContext(t));
  let bytes = 0;
  const site = createServer((socket) => socket.on("data", (data) => (bytes += data.length)));
  await new Promise((done) => site.listen(0, "127.0.0.1", done));
  t.after(() => site.close());
  const connected = once(site, "connection");
  const links = await page.evaluate(async (siteUrl) => {
    for (let clients = 0; clients < 2; clients++) await sdk.createClient({ siteUrl, clientId: "app" });
    return [...document.head.querySelectorAll("link[rel=preconnect]")].map(({ href, crossOrigin }) => ({ href, crossOrigin }));
  }, `http://127.0.0.1:${site.address().port}/portal`);

  const [socket] = await connected;
  assert.deepEqual(links, [{ href: `http://127.0.0.1:${site.address().port}/`, crossOrigin: "anonymous" }]);
  assert.equal(bytes, 0);
  socket.destroy();
});

test("slim takes a URL, a response, bytes or a module", async () => {
  const origin = await serve(import.meta.dirname);
  const sources = {
    text: () => String(wasmUrl),
    url: () => wasmUrl,
    response: () => fetch(wasmUrl),
    bytes: () => fetch(wasmUrl).then((answer) => answer.arrayBuffer()),
    module: () => WebAssembly.compileStreaming(fetch(wasmUrl)),
  };
  for (const [name, source] of Object.entries(sources)) {
    const page = await openPage(`${origin}/slim.html`);
    await page.evaluate(`globalThis.source = ${source}`);
    const outcome = await page.evaluate(
      async (config) => sdk.createClient({ ...config, wasm: await source() }).then(() => sdk.createPkcePair(), (error) => error.hint),
      CONFIG,
    );
    assert.ok(outcome.verifier, `${name}: ${outcome}`);
  }
});

test("a core that cannot be fetched takes no other call along", async () => {
  const page = await openPage(`${await serve(import.meta.dirname)}/slim.html`);
  const outcomes = await page.evaluate(async (config) => {
    const open = (wasm) => sdk.createClient({ ...config, wasm }).then(() => "ready", ({ code }) => code);
    return Promise.all([open("/no-such.wasm"), open(wasmUrl), open("/no-such.wasm")]);
  }, CONFIG);
  assert.deepEqual(outcomes, ["wasm_unavailable", "ready", "ready"]);
});

test("slim loads its core where a browser cannot compile while it downloads", async () => {
  const page = await openPage(`${await serve(import.meta.dirname)}/slim.html`);
  await page.evaluate(() => ["compileStreaming", "instantiateStreaming"].forEach((name) => delete WebAssembly[name]));
  assert.equal(await createClient(page, "/node_modules/headless-identity/dist/core.wasm"), "ready");
});

test("without TextEncoder.encodeInto the core inside cannot be unpacked, and createClient says so", async () => {
  const page = await openPage(`${await serve(import.meta.dirname)}/`);
  await page.evaluate(() => delete TextEncoder.prototype.encodeInto);
  assert.match(await createClient(page), /^wasm_unavailable config/);
});

test("slim without a core says what is missing, and takes it later", async () => {
  const page = await openPage(`${await serve(import.meta.dirname)}/slim.html`);
  assert.match(await createClient(page), /^invalid_config config: Pass `wasm`/);
  assert.match(await createClient(page, "/no-such.wasm"), /^wasm_unavailable config/);
  assert.match(await createClient(page, "/app.js"), /^wasm_unavailable config/);
  assert.equal(await createClient(page, "/node_modules/headless-identity/dist/core.wasm"), "ready");
  assert.equal(await createClient(page), "ready", "once loaded, later calls need not say it again");
});
