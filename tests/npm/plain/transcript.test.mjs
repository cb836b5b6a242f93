/**
 * What the driver and the core say to each other in a browser, said again by the native core: `src/js/transcript.rs`. The core is a
 * function of its events and their times, so it must answer the same, to the byte.
 */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openContext, openPage } from "../lib/browser.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { serve } from "../lib/serve.mjs";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const KEPT = join(ROOT, "tests/transcripts/chromium.jsonl");
const origin = await serve(import.meta.dirname);

/**
 * Writes down each event with its time, and the effects that came of it. They pass the border as text in the wasm's memory, so what
 * encodes and decodes text sees all of it. Each client has an encoder of its own.
 */
function listen() {
  globalThis.transcript = [];
  const clients = new Map();
  const clientOf = (encoder) => clients.get(encoder) ?? clients.set(encoder, clients.size).get(encoder);
  const { encode } = TextEncoder.prototype;
  const { decode } = TextDecoder.prototype;
  const { now } = Date;
  let last;
  TextEncoder.prototype.encode = function (text) {
    last = [clientOf(this), undefined, text];
    return encode.call(this, text);
  };
  Date.now = () => {
    const at = now();
    if (last) last[1] ??= at;
    return at;
  };
  TextDecoder.prototype.decode = function (bytes, ...rest) {
    const text = decode.call(this, bytes, ...rest);
    if (last) transcript.push([...last, text]);
    last = undefined;
    return text;
  };
}

/** What was told of, and what came of what was asked for: each kind is in the transcript. */
const EVENTS = ["opened", "called", "answered", "aborted", "heard", "woke", "closed"];
const ANSWERS = ["response", "unreachable", "slept", "value", "done", "not done", "held", "verified", "drawn"];
const GRACE = { firstName: "Grace", lastName: "Hopper", email: "grace@example.org", username: "grace@example.org" };

test("the native core says the same to all that was said in the browser", { timeout: 600_000 }, async () => {
  const site = await makeSite(origin, { app: { isRefreshTokenRotationEnabled: true } });
  const { username } = site.user;
  const context = await openContext();
  await context.addInitScript(listen);
  const page = await openPage(`${origin}/`, context);
  const run = (client, method, ...args) => page.evaluate(([client, method, args]) => globalThis[client][method](...args), [client, method, args]);

  await page.evaluate(async ([config, { username, password }]) => {
    globalThis.client = await sdk.createClient({ ...config, storage: "local", idToken: "signature" });
    globalThis.alone = await sdk.createClient(config);
    globalThis.tab = await sdk.createClient({ ...config, storage: "local" }); // hears what the first does
    await client.continueAsGuest();
    await client.login({ username, password: "not hers" }).catch(() => {});
    await client.login({ username, password });
    await Promise.all([client.getAccessToken({ forceRefresh: true }), client.getAccessToken({ forceRefresh: true })]);
    await client.userInfo();
    const aborted = new AbortController();
    const given = alone.startPasswordlessLogin({ username, method: "email", recaptcha: "ok", signal: aborted.signal });
    aborted.abort();
    await given.catch(() => {});
    await client.logout({ toGuest: true });
    await client.socialSignOnUrl({ provider: "Google", redirectUri: location.href, returnTo: "/basket" });
    await client.completeSocialSignOn(`${location.href}?code=x&state=not-ours`).catch(() => {});
  }, [site.config, site.user]);

  const registration = await run("client", "startRegistration", { ...GRACE, password: "Compiler1952", method: "email", recaptcha: "ok" });
  await run("client", "completeRegistration", { ...registration, otp: await site.lastCode() });
  await run("alone", "startPasswordReset", { username, recaptcha: "ok" });
  await run("alone", "completePasswordReset", { username, newPassword: "Difference1822", otp: await site.lastCode() });
  const passwordless = await run("alone", "startPasswordlessLogin", { username, method: "email", recaptcha: "ok" });
  await run("alone", "completePasswordlessLogin", { ...passwordless, otp: await site.lastCode() });

  await page.evaluate(async ([config, username]) => {
    document.dispatchEvent(new Event("visibilitychange")); // the document is back
    let isFull = false;
    const set = async () => {
      if (isFull) throw new Error("full");
    };
    globalThis.full = await sdk.createClient({ ...config, storage: { get: async () => undefined, set, remove: async () => {} } });
    isFull = true;
    await full.login({ username, password: "Difference1822" });
    await new Promise((resolve) => setTimeout(resolve, 300)); // what a client looks for after it has joined the other tabs
  }, [site.config, username]);
  await site.faults({ path: "/userinfo", kind: "drop", times: 100 });
  await page.evaluate(async () => {
    await alone.userInfo().catch(() => {});
    for (const one of [client, alone, tab, full]) one.close();
  });

  const transcript = await page.evaluate(() => transcript);
  const said = transcript.map(([, , event]) => JSON.parse(event));
  for (const name of EVENTS) assert.ok(said.some((event) => event[0] === name), name);
  for (const name of ANSWERS) assert.ok(said.some((event) => event[0] === "answered" && event[2] === name), name);
  assert.equal(new Set(transcript.map(([client]) => client)).size, 4);

  const lines = transcript.map((step) => `${JSON.stringify(step)}\n`).join("");
  const file = process.env.UPDATE_TRANSCRIPT ? KEPT : join(await mkdtemp(join(tmpdir(), "transcript-")), "chromium.jsonl");
  await writeFile(file, lines);
  const replay = ["test", "--features", "headless-identity/yew,headless-identity/js", "--lib", "js::transcript"];
  const { stdout } = await promisify(execFile)("cargo", replay, { cwd: ROOT, env: { ...process.env, TRANSCRIPT: file } });
  assert.match(stdout, /1 passed/);
});
