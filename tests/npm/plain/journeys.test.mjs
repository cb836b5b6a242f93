import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "../lib/browser.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { serve } from "../lib/serve.mjs";

const origin = await serve(import.meta.dirname);

/** A page with a client of its own site, where `run` calls one of the client's methods. */
async function start(settings) {
  const site = await makeSite(origin, settings);
  const page = await openPage(`${origin}/`);
  await page.evaluate(async (config) => {
    globalThis.client = await sdk.createClient(config);
    globalThis.events = [];
    client.subscribe(({ type }) => events.push(type));
  }, site.config);
  const run = (method, ...args) => page.evaluate(([method, args]) => client[method](...args), [method, args]);
  const fails = (method, ...args) =>
    page.evaluate(([method, args]) => client[method](...args).then(() => "resolved", (error) => error.toJSON()), [method, args]);
  return { site, page, run, fails, events: () => page.evaluate(() => events) };
}

const GRACE = { firstName: "Grace", lastName: "Hopper", email: "grace@example.org", username: "grace@example.org" };

test("a guest registers, and the visitor's id comes along", async () => {
  const { site, run, fails, events } = await start();
  const guest = await run("continueAsGuest");
  assert.equal(guest.kind, "guest");
  assert.match(guest.uvid, /^[0-9a-f-]{36}$/);
  assert.ok(!("userId" in guest));

  const started = await run("startRegistration", { ...GRACE, password: "Compiler1952", method: "email", recaptcha: "ok" });
  assert.equal(started.method, "email");
  const wrong = await fails("completeRegistration", { ...started, otp: "not it" });
  assert.equal(wrong.code, "invalid_otp");
  const user = await run("completeRegistration", { ...started, otp: await site.lastCode() });
  assert.deepEqual([user.kind, user.uvid], ["user", guest.uvid]);

  await run("logout", { toGuest: true });
  const again = await run("session");
  assert.deepEqual([again.kind, again.uvid], ["guest", guest.uvid]);
  assert.deepEqual(await events(), ["guest", "signed-in", "signed-out", "guest"]);
});

test("a person logs in with a code", async () => {
  const { site, run } = await start();
  const started = await run("startPasswordlessLogin", { username: site.user.username, method: "email", recaptcha: "ok" });
  const session = await run("completePasswordlessLogin", { ...started, otp: await site.lastCode() });
  assert.equal(session.userId, site.user.id);
});

test("a forgotten password is replaced", async () => {
  const { site, run, fails } = await start();
  const { username } = site.user;
  assert.equal((await fails("startPasswordReset", { username })).code, "recaptcha_required");
  await run("startPasswordReset", { username, recaptcha: "ok" });
  const otp = await site.lastCode();
  const weak = await fails("completePasswordReset", { username, newPassword: "weak", otp });
  assert.equal(weak.code, "password_policy");
  assert.ok(weak.errorDescription, "the policy's own text");
  await run("completePasswordReset", { username, newPassword: "Difference1822", otp });
  assert.equal((await run("login", { username, password: "Difference1822" })).userId, site.user.id);
});

test("a person signs on with a provider, and the page comes back", async () => {
  const { site, page, run } = await start();
  const redirectUri = `${origin}/`;
  await site.change({ app: { callbackUrls: [`${site.config.siteUrl}/services/oauth2/echo`, redirectUri] } });
  const address = await run("socialSignOnUrl", { provider: "Model_IDP", redirectUri, returnTo: "/cart" });

  await page.goto(`${address}&model_auto=1`);
  await page.waitForFunction(() => globalThis.sdk && location.search);
  const { session, second } = await page.evaluate(async (config) => {
    const client = await sdk.createClient(config);
    const session = await client.completeSocialSignOn(new URL(location.href));
    return { session, second: await client.completeSocialSignOn(location.href).catch((error) => error.code) };
  }, site.config);
  assert.deepEqual([session.kind, session.returnTo], ["user", "/cart"]);
  assert.equal(second, "state_mismatch", "it works once");
});

test("a token is renewed", async () => {
  const { site, run, events } = await start();
  await run("login", { username: site.user.username, password: site.user.password });
  const first = await run("getAccessToken");
  assert.equal(await run("getAccessToken", { minTtlSec: 60 }), first);
  assert.notEqual(await run("getAccessToken", { forceRefresh: true }), first);
  assert.deepEqual(await events(), ["signed-in", "refreshed"]);
});
