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

test("the native core says the same to all that was said in the browser", { timeout: 600_000 }, async () => {
  const site = await makeSite(origin, { app: { isRefreshTokenRotationEnabled: true } });
  const context = await openContext();
  await context.addInitScript(listen);
  const page = await openPage(`${origin}/`, context);
  await page.evaluate(async ([config, { username, password }]) => {
    const client = await sdk.createClient({ ...config, storage: "local", idToken: "signature" });
    const other = await sdk.createClient(config);
    await client.continueAsGuest();
    await client.login({ username, password: "not hers" }).catch(() => {});
    await client.login({ username, password });
    await Promise.all([client.getAccessToken({ forceRefresh: true }), client.getAccessToken({ forceRefresh: true })]);
    await client.userInfo();
    const aborted = new AbortController();
    const given = other.startPasswordlessLogin({ username, method: "email", recaptcha: "ok", signal: aborted.signal });
    aborted.abort();
    await given.catch(() => {});
    await other.login({ username, password });
    await client.logout({ toGuest: true });
    await client.socialSignOnUrl({ provider: "Google", redirectUri: location.href, returnTo: "/basket" });
    await client.completeSocialSignOn(`${location.href}?code=x&state=not-ours`).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 300)); // what a client looks for after it has joined the other tabs
    other.close();
    client.close();
  }, [site.config, site.user]);
  const transcript = await page.evaluate(() => transcript);
  const names = new Set(transcript.map(([, , event]) => JSON.parse(event)[0]));
  for (const name of ["opened", "called", "answered", "aborted", "closed"]) assert.ok(names.has(name), name);
  assert.ok(transcript.length > 60 && new Set(transcript.map(([client]) => client)).size === 2, `${transcript.length} steps`);

  const lines = transcript.map((step) => `${JSON.stringify(step)}\n`).join("");
  const file = process.env.UPDATE_TRANSCRIPT ? KEPT : join(await mkdtemp(join(tmpdir(), "transcript-")), "chromium.jsonl");
  await writeFile(file, lines);
  const replay = ["test", "--features", "headless-identity/yew,headless-identity/js", "--lib", "js::transcript"];
  const { stdout } = await promisify(execFile)("cargo", replay, { cwd: ROOT, env: { ...process.env, TRANSCRIPT: file } });
  assert.match(stdout, /1 passed/);
});
