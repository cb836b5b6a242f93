/** Calls that are given up: at once, before they have begun; or later, in the middle of it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { makeSite } from "../lib/model-site.mjs";
import { openWatchedPage } from "../lib/outcomes.mjs";
import { serve } from "../lib/serve.mjs";
import { prepareCalls } from "./lib/calls.mjs";

const origin = await serve(import.meta.dirname);
const SLOW = ["authorize", "token", "userinfo", "users/me", "registration", "login", "forgot_password"];
/** These need no answer of the site: they end before anybody can give them up. */
const LOCAL = ["socialSignOnUrl"];

/** A page where each call is prepared, and a site whose log begins with them. */
async function start() {
  const site = await makeSite(origin);
  const page = await openWatchedPage(`${origin}/`);
  const names = await page.evaluate(prepareCalls, { config: site.config, user: site.user, sample: site.sample });
  await site.forgetRequests();
  return { site, page, names };
}

/** What each of the calls came to. `giveUp` runs in the page: it makes the call, and gives it up. */
async function outcomes(page, names, giveUp) {
  const outcomes = {};
  for (const name of names) outcomes[name] = await page.evaluate(`(${giveUp})(prepared.${name})`);
  await sleep(200); // what has left may take a moment to arrive, and a rejection to be noticed
  return outcomes;
}

const each = (names, value) => Object.fromEntries(names.map((name) => [name, value]));
const rejections = (page) => page.evaluate(() => rejections);

test("a call that is aborted in the tick in which it begins sends nothing", async () => {
  const { site, page, names } = await start();
  const seen = await outcomes(page, names, ({ call }) => {
    const controller = new AbortController();
    const outcome = outcomeOf(call({ signal: controller.signal }));
    controller.abort();
    return outcome;
  });
  assert.deepEqual(seen, each(names, "aborted"));
  // Together, so that a failure shows both: what nobody has handled, and what was sent.
  assert.deepEqual([await rejections(page), await site.requests()], [[], []]);
});

test("a call whose client is closed in the tick in which it begins sends nothing", async () => {
  const { site, page, names } = await start();
  const seen = await outcomes(page, names, ({ client, call }) => {
    const outcome = outcomeOf(call());
    client.close();
    return outcome;
  });
  assert.deepEqual(seen, each(names, "aborted"));
  assert.deepEqual([await rejections(page), await site.requests()], [[], []]);
});

test("close() leaves nothing to reject, neither after a fetch nor when it is called twice", async () => {
  const { site, page } = await start();
  const seen = await page.evaluate(async (sample) => {
    const { client } = prepared.fetch;
    const { status } = await client.fetch(sample);
    client.close();
    const other = prepared.userInfo.client;
    const pending = outcomeOf(other.fetch(sample));
    other.close();
    other.close();
    return [status, await pending];
  }, site.sample);
  assert.deepEqual(seen, [200, "aborted"]);
  await sleep(200);
  assert.deepEqual(await rejections(page), []);
});

test("a rejection that the app does not handle is the call's own, and the only one", async () => {
  const { page, names } = await start();
  await outcomes(page, names, ({ call }) => {
    const controller = new AbortController();
    void call({ signal: controller.signal });
    controller.abort();
  });
  assert.deepEqual(await rejections(page), names.map(() => "aborted"));
});

for (const [what, giveUp] of Object.entries({
  aborted: async ({ call }) => {
    const controller = new AbortController();
    const outcome = outcomeOf(call({ signal: controller.signal }));
    setTimeout(() => controller.abort(), 100);
    return outcome;
  },
  "ended by close()": async ({ client, call }) => {
    const outcome = outcomeOf(call());
    setTimeout(() => client.close(), 100);
    return outcome;
  },
})) {
  test(`a call that is ${what} while the site takes its time rejects, and leaves nothing behind`, async () => {
    const { site, page, names } = await start();
    await site.faults(...SLOW.map((path) => ({ path: `/${path}`, kind: "delay", ms: 1_000, times: 100 })));
    const waiting = names.filter((name) => !LOCAL.includes(name));
    assert.deepEqual(await outcomes(page, waiting, giveUp), each(waiting, "aborted"));
    assert.deepEqual(await rejections(page), []);
    await sleep(1_200); // until a renewal, which goes on, has its answer
    assert.deepEqual(await rejections(page), []);
  });
}

test("a sign-out that is given up at once is done here and there, or neither", async () => {
  const { site, page } = await start();
  const seen = await page.evaluate(async () => {
    const outcomes = [];
    for (const { client } of [prepared.userInfo, prepared.getAccessToken]) {
      const controller = new AbortController();
      const outcome = outcomeOf(client.logout({ signal: controller.signal }));
      if (outcomes.length === 0) controller.abort();
      else client.close();
      outcomes.push(await outcome);
    }
    return { outcomes, isSignedOut: prepared.userInfo.client.session() === null };
  });
  assert.deepEqual(seen.outcomes, ["aborted", "aborted"]);
  await sleep(500);
  assert.deepEqual(await rejections(page), []);
  const told = (await site.requests()).includes("POST /services/oauth2/revoke");
  assert.equal(told, seen.isSignedOut);
});

test("every error of an aborted call has the signal's reason as its cause", async () => {
  const { site, page, names } = await start();
  await page.evaluate(() => {
    const { client } = prepared.userInfo;
    prepared.logout = { call: (options) => client.logout(options) };
  });
  const early = await outcomes(page, [...names, "logout"], async ({ call }) => {
    const reason = new Error("the person went away");
    return call({ signal: AbortSignal.abort(reason) }).then(() => "resolved", ({ code, cause }) => [code, cause === reason]);
  });
  assert.deepEqual(early, each([...names, "logout"], ["aborted", true]), "of a signal that was aborted before");
  const atOnce = await outcomes(page, names, async ({ call }) => {
    const controller = new AbortController();
    const failed = call({ signal: controller.signal }).then(() => "resolved", ({ code, cause }) => [code, cause === "gone"]);
    controller.abort("gone");
    return failed;
  });
  assert.deepEqual(atOnce, each(names, ["aborted", true]), "of one that is aborted at once");

  await site.faults(...SLOW.map((path) => ({ path: `/${path}`, kind: "delay", ms: 1_000, times: 100 })));
  // A way back can be completed once, and the calls above may have used it up.
  const waiting = names.filter((name) => ![...LOCAL, "completeSocialSignOn"].includes(name));
  const later = await outcomes(page, waiting, async ({ call }) => {
    const controller = new AbortController();
    const { signal } = controller;
    const failed = call({ signal }).then(() => "resolved", ({ code, cause }) => [code, cause === signal.reason && cause?.name]);
    setTimeout(() => controller.abort(), 100);
    return failed;
  });
  assert.deepEqual(later, each(waiting, ["aborted", "AbortError"]), "of one that is aborted without a reason, later");
});
