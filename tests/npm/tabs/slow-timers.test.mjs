/** A browser wakes a hidden tab's timers once a second, and later once a minute. Waits end by the clock all the same. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { watchOutcomes } from "../lib/outcomes.mjs";
import { LIFETIME_SEC, makeSiteOfTwo, Tabs } from "./lib/tabs.mjs";

/** How long a renewal may take whose waits are a fifth of a second, in a tab where each timer takes a whole one. */
const AT_MOST_MS = 2_500;

/** Runs in the page: from now on each timer takes a second at least. */
function hide() {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = (callback, ms, ...args) => setTimeout(callback, Math.max(ms ?? 0, 1_000), ...args);
}

/** Runs in the page: how a renewal ends and how long it takes. */
async function timedRenewal() {
  const began = performance.now();
  const outcome = await outcomeOf(client.getAccessToken(), 20_000);
  return { outcome, ms: Math.round(performance.now() - began) };
}

test("a renewal in a hidden tab does not wait for tick after tick", async (t) => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 1, {}, [watchOutcomes]);
  const [hidden] = tabs.pages;
  await tabs.signIn();
  await tabs.advance(LIFETIME_SEC);
  await hidden.evaluate(hide);
  const { outcome, ms } = await hidden.evaluate(timedRenewal);
  t.diagnostic(`ms ${ms}`);
  assert.equal(outcome, "resolved");
  assert.ok(ms < AT_MOST_MS, `${ms} ms`);
  await tabs.close();
});

test("a hidden tab that stood in line behind a tab that failed does not wait for tick after tick", async (t) => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 2, {}, [watchOutcomes]);
  const [hidden, other] = tabs.pages;
  await tabs.signIn(hidden);
  await tabs.advance(LIFETIME_SEC);
  await hidden.evaluate(hide);

  let fail;
  const held = new Promise((resolve) => {
    other.route(/oauth2\/token$/, (route) => {
      fail = () => route.fulfill({ status: 503, body: "{}", headers: { "access-control-allow-origin": "*" } });
      resolve();
    });
  });
  const failing = other.evaluate(() => outcomeOf(client.getAccessToken()));
  await held;
  const waiting = hidden.evaluate(timedRenewal);
  await hidden.waitForTimeout(300);
  const failedAt = Date.now();
  await fail();
  assert.equal(await failing, "server_error");
  const { outcome } = await waiting;
  const ms = Date.now() - failedAt;
  t.diagnostic(`ms ${ms}`);
  assert.equal(outcome, "resolved");
  assert.ok(ms < AT_MOST_MS, `${ms} ms`);
  await tabs.close();
});

test("a hidden tab whose refresh token the site refuses does not look around for tick after tick", async (t) => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 1, {}, [watchOutcomes]);
  const [hidden] = tabs.pages;
  await tabs.signIn();
  await tabs.advance(LIFETIME_SEC);
  // Somebody at the org ends the session. Before a tab believes that, it looks whether another one has used the token.
  const [{ id }] = await site.oauthSessions();
  await site.endOauthSession(id);
  await hidden.evaluate(hide);
  const { outcome, ms } = await hidden.evaluate(timedRenewal);
  t.diagnostic(`ms ${ms}`);
  assert.equal(outcome, "session_expired");
  assert.ok(ms < 2 * AT_MOST_MS, `${ms} ms`);
  await tabs.close();
});
