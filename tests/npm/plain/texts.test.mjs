/** Messages and hints, which are a chunk of their own: when it comes, when it comes late, and when it cannot be had. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { engine } from "../../browsers/index.mjs";
import { openContext, openPage } from "../lib/browser.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { serve } from "../lib/serve.mjs";

const DOCUMENT = await readFile(new URL("../../../docs/errors.md", import.meta.url), "utf8");
const CHUNK = "**/headless-identity/dist/hints.js";
const CONFIG = { siteUrl: "https://shop.example/portal", clientId: "app" };
const origin = await serve(import.meta.dirname);

/** A page whose requests for the chunk are answered by `route`. */
async function openPageWhere(route) {
  const context = await openContext();
  await context.route(CHUNK, route);
  return openPage(`${origin}/`, context);
}

/** Runs in the page: everything there is to see of an error, and how long it took. */
async function seen([call, { config, user: { username, password } }]) {
  const client = call === "config" ? undefined : await sdk.createClient(config);
  const calls = {
    config: () => sdk.createClient({ ...config, timeoutMs: 0 }),
    argument: () => client.login({ username, password: 7 }),
    "a person who is none": () => client.login({ username: "", password }),
    "no session": () => client.getAccessToken(),
    "wrong password": () => client.login({ username, password: "not hers" }),
    verifier: () => sdk.pkceChallenge("short"),
    fetch: () => client.fetch("http://127.0.0.1:9/"),
    "no request": () => client.fetch({}),
    "closed client": () => (client.close(), client.fetch("/")),
    "a way back that was not begun": () => client.completeSocialSignOn(`${location.href}?code=a&state=b`),
  };
  const start = performance.now();
  const error = await calls[call]().then(() => undefined, (error) => error);
  const ms = performance.now() - start;
  const { stack } = new Error("its text").stack.includes("its text") ? error : { stack: String(error) }; // only Chromium's has it
  return { ...error.toJSON(), ms, firstLine: stack.split("\n")[0] };
}

/** What stands under a code in the document. */
const section = (code) => DOCUMENT.split(/^## /m).find((text) => text.startsWith(`\`${code}\``));

for (const call of [
  "config", "argument", "a person who is none", "no session", "wrong password", "verifier", "fetch", "no request", "closed client",
  "a way back that was not begun",
]) {
  test(`the first error of a page has its message and its hint: ${call}`, async () => {
    const [site, page] = await Promise.all([makeSite(origin), openPage(`${origin}/`)]);
    const { code, message, hint, firstLine } = await page.evaluate(seen, [call, site]);
    assert.ok(section(code).includes(message.replace(` ${hint}`, "")), message);
    assert.ok(section(code).split("\n").some((line) => line.startsWith("- ") && line.endsWith(` ${hint}`)), hint);
    assert.equal(firstLine, `HeadlessIdentityError: ${message}`);
  });
}

test("where CORS may be missing the hint names the origin to be added", async () => {
  const [site, page] = await Promise.all([makeSite(origin), openPage(`${origin}/`)]);
  const config = { ...site.config, siteUrl: "http://localhost:9/portal" };
  const { code, hint } = await page.evaluate(seen, ["wrong password", { ...site, config }]);
  assert.equal(code, "network");
  assert.ok(hint.includes(`add ${origin} to the allowed origins list`), hint);
});

test("the redirect URI that was refused stands in the hint", async () => {
  const [site, page] = await Promise.all([makeSite(origin), openPage(`${origin}/`)]);
  const redirectUri = `${site.config.siteUrl}/$&/services/oauth2/echo`;
  const config = { ...site.config, redirectUri };
  const { code, hint } = await page.evaluate(seen, ["wrong password", { ...site, config }]);
  assert.equal(code, "redirect_uri_mismatch");
  assert.ok(hint.includes(`Sent was: ${redirectUri} `), hint);
});

test("the texts come with the first request, and not before", async () => {
  const [site, page] = await Promise.all([makeSite(origin), openPage(`${origin}/`)]);
  const fetched = await page.evaluate(async ({ config, user: { username, password } }) => {
    const count = () => performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/hints.js")).length;
    const client = await sdk.createClient(config);
    const before = count();
    await client.login({ username, password });
    await client.getAccessToken({ forceRefresh: true }).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 300));
    return [before, count()];
  }, site);
  assert.deepEqual(fetched, [0, 1]);
});

test("without the texts an error has all facts, and says where they stand", async (t) => {
  const site = await makeSite(origin);
  let isBlocked = true;
  const page = await openPageWhere((route) => (isBlocked ? route.abort("blockedbyclient") : route.continue()));
  for (const [call, code, step] of [
    ["argument", "invalid_argument", "argument"],
    ["wrong password", "invalid_credentials", "authorize"],
    ["no session", "no_session", "session"],
  ]) {
    const { ms, ...error } = await page.evaluate(seen, [call, site]);
    assert.deepEqual([error.code, error.step, error.retryable], [code, step, false]);
    assert.equal(error.message, `It failed with ${code} at ${step}.${step === "argument" ? ` ${error.hint}` : ""}`);
    assert.equal(error.firstLine, `HeadlessIdentityError: ${error.message}`);
    assert.match(error.hint, new RegExp(`See ${code} in docs/errors\\.md`));
    if (call === "wrong password") assert.deepEqual([error.status, error.error], [400, "invalid_grant"]);
    assert.ok(ms < 1500, `${call}: ${ms} ms`);
  }
  isBlocked = false;
  // Whether a browser asks once more for a module that it did not get is its own affair: in docs/browsers.md. The next page has it.
  const message = async () => (await page.evaluate(seen, ["no session", site])).message;
  const late = await message();
  t.diagnostic(`the next error says: ${late}`);
  assert.equal(late === "Nobody is signed in.", engine !== "firefox", late);
  await page.reload();
  await page.waitForFunction(() => globalThis.sdk);
  assert.equal(await message(), "Nobody is signed in.");
});

test("an error does not wait long for texts that do not come, and the next not at all", async () => {
  const site = await makeSite(origin);
  const page = await openPageWhere(() => {}); // never answered
  const first = await page.evaluate(seen, ["no session", site]);
  const second = await page.evaluate(seen, ["no session", site]);
  assert.equal(first.message, "It failed with no_session at session.");
  assert.ok(first.ms > 1000 && first.ms < 5000, `${first.ms} ms`);
  assert.equal(second.message, first.message);
  assert.ok(second.ms < 1000, `${second.ms} ms`);
});

test("calls settle in their order, also while the first error waits for its texts", async () => {
  const page = await openPageWhere(async (route) => {
    await sleep(300);
    await route.continue();
  });
  const order = await page.evaluate(async (config) => {
    const client = await sdk.createClient(config);
    const order = [];
    const note = (name, call) => call.then(() => order.push(name), ({ message }) => order.push(`${name}: ${message}`));
    await Promise.all([
      note("claims", client.userInfo()),
      note("logout", client.logout()),
      note("claims again", client.userInfo()),
      note("address", client.socialSignOnUrl({ provider: "P", redirectUri: "https://shop.example/" })),
    ]);
    return order;
  }, CONFIG);
  assert.deepEqual(order, ["claims: Nobody is signed in.", "logout", "claims again: Nobody is signed in.", "address"]);
});
