/** Social sign-on in a store of the app's own that takes its time, and a way back that is taken twice at once. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeSite } from "../lib/model-site.mjs";
import { openWatchedPage } from "../lib/outcomes.mjs";
import { serve } from "../lib/serve.mjs";

const origin = await serve(import.meta.dirname);
const REDIRECT = `${origin}/`;

/** A page with a client whose store takes `delayMs` for each answer, as soon as `slow()` is called. */
async function start(delayMs = 4_000) {
  const site = await makeSite(origin);
  await site.change({ app: { callbackUrls: [`${site.config.siteUrl}/services/oauth2/echo`, REDIRECT] } });
  const page = await openWatchedPage(`${origin}/`);
  await page.evaluate(
    async ([config, delayMs, redirectUri]) => {
      const kept = new Map();
      let pause = 0;
      const later = (run) => (pause ? new Promise((resolve) => setTimeout(() => resolve(run()), pause)) : run());
      const storage = {
        get: (key) => later(() => kept.get(key)),
        set: (key, value) => later(() => void kept.set(key, value)),
        remove: (key) => later(() => void kept.delete(key)),
      };
      globalThis.client = await sdk.createClient({ ...config, storage });
      const address = await client.socialSignOnUrl({ provider: "Model_IDP", redirectUri });
      const returned = `${redirectUri}?code=a&state=${new URL(address).searchParams.get("state")}`;
      globalThis.calls = {
        socialSignOnUrl: (options) => client.socialSignOnUrl({ provider: "Model_IDP", redirectUri, ...options }),
        completeSocialSignOn: (options) => client.completeSocialSignOn(returned, options),
      };
      globalThis.slow = () => void (pause = delayMs);
    },
    [site.config, delayMs, REDIRECT],
  );
  await site.forgetRequests();
  return { site, page };
}

for (const name of ["socialSignOnUrl", "completeSocialSignOn"]) {
  for (const [what, giveUp] of Object.entries({
    "a signal": (name) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 100);
      return outcomeOf(calls[name]({ signal: controller.signal }), 1_500);
    },
    "close()": (name) => {
      setTimeout(() => client.close(), 100);
      return outcomeOf(calls[name](), 1_500);
    },
  })) {
    test(`${what} ends ${name} while a slow store is read`, async () => {
      const { site, page } = await start();
      await page.evaluate(() => slow());
      assert.equal(await page.evaluate(`(${giveUp})(${JSON.stringify(name)})`), "aborted");
      assert.deepEqual(await site.requests(), []);
      assert.deepEqual(await page.evaluate(() => rejections), []);
    });
  }
}

/** The address that a provider sends a person back to, with the page that they come back on. */
async function comeBack(storage) {
  const site = await makeSite(origin);
  await site.change({ app: { callbackUrls: [`${site.config.siteUrl}/services/oauth2/echo`, REDIRECT] } });
  const page = await openWatchedPage(REDIRECT);
  const config = { ...site.config, storage };
  const address = await page.evaluate(async ([config, redirectUri]) => {
    const client = await sdk.createClient(config);
    return client.socialSignOnUrl({ provider: "Model_IDP", redirectUri, returnTo: "/cart" });
  }, [config, REDIRECT]);
  await page.goto(`${address}&model_auto=1`);
  await page.waitForFunction(() => globalThis.sdk && location.search);
  await page.evaluate(async (config) => void (globalThis.client = await sdk.createClient(config)), config);
  await site.forgetRequests();
  return { site, page };
}

test("an address that is completed twice at once, as in Strict Mode, is completed once for both", async () => {
  const { site, page } = await comeBack("memory");
  const seen = await page.evaluate(async () => {
    const heard = [];
    client.subscribe(({ type }) => heard.push(type));
    const both = [client.completeSocialSignOn(location.href), client.completeSocialSignOn(new URL(location.href))];
    const ended = await Promise.allSettled(both);
    return { ended: ended.map(({ value, reason }) => value ?? reason.code), heard };
  });
  const sessions = seen.ended.map(({ userId, returnTo }) => [userId, returnTo]);
  assert.deepEqual(sessions, Array(2).fill([site.user.id, "/cart"]));
  assert.deepEqual(seen.heard, ["signed-in"]);
  assert.deepEqual(await site.requests(), ["POST /services/oauth2/token"]);
  assert.equal((await site.oauthSessions()).length, 1);
});

test("of two who complete one address the one that gives up does not take the other along", async () => {
  const { site, page } = await comeBack("memory");
  const outcomes = await page.evaluate(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const both = [client.completeSocialSignOn(location.href, { signal }), client.completeSocialSignOn(location.href)];
    controller.abort();
    return Promise.all(both.map((call) => outcomeOf(call)));
  });
  assert.deepEqual(outcomes, ["aborted", "resolved"]);
  assert.equal(await page.evaluate(() => client.session().userId), site.user.id);
});
