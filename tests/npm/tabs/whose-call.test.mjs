/** A call belongs to the session it began in, also where another one begins in another tab. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { needs } from "../lib/browser.mjs";
import { hold, record } from "../lib/hold.mjs";
import { watchOutcomes } from "../lib/outcomes.mjs";
import { LIFETIME_SEC, makeSiteOfTwo, Tabs } from "./lib/tabs.mjs";

/** Two tabs with Ada signed in, and what the first one orders. */
async function start(watch) {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 2, {}, [watchOutcomes]);
  const [calling, other] = tabs.pages;
  const address = `${site.config.siteUrl}/services/apexrest/orders`;
  const orders = await watch(calling, address);
  await tabs.signIn(calling, site.users[0]);
  return { site, tabs, calling, other, address, orders };
}

/** How Grace comes to be signed in in the other tab, and how calls may end that wait in the first one. */
const CHANGES = [
  { what: "somebody else's sign-in", codes: ["session_expired"], change: async () => {} },
  // A tab that hears of both at once cannot tell: what counts is that neither is served by Grace's session.
  {
    what: "a sign-out and somebody else's sign-in",
    codes: ["aborted", "session_expired"],
    change: (page) => page.evaluate(() => client.logout()),
  },
];

for (const { what, codes, change } of CHANGES) {
  test(`after ${what} in another tab a refused request does not go out once more`, needs("bodies"), async () => {
    const { site, tabs, calling, other, address, orders } = await start(hold);
    const bearer = await calling.evaluate(() => client.getAccessToken());
    const ordered = calling.evaluate(
      (address) => outcomeOf(client.fetch(address, { method: "POST", body: "an order of Ada's" })),
      address,
    );
    const first = await orders.first();
    await change(other);
    await tabs.signIn(other, site.users[1]);
    await first.answer(401);
    assert.equal(await ordered, 401, "the refusal is the answer");
    assert.deepEqual(orders.requests(), [{ body: "an order of Ada's", bearer }]);
    await tabs.close();
  });

  test(`after ${what} in another tab nothing that waits for a renewal is served by it`, async () => {
    const { site, tabs, calling, other, address, orders } = await start(record);
    await tabs.advance(LIFETIME_SEC);
    await site.faults({ path: "/token", kind: "delay", ms: 2_000 });
    const waiting = calling.evaluate(
      (address) =>
        Promise.all([
          outcomeOf(client.fetch(address, { method: "POST", body: "an order of Ada's" })),
          outcomeOf(client.userInfo()),
          outcomeOf(client.getAccessToken({ forceRefresh: true })),
        ]),
      address,
    );
    await calling.waitForRequest(/oauth2\/token$/);
    await change(other);
    await tabs.signIn(other, site.users[1]);
    const outcomes = await waiting;
    assert.ok(outcomes.every((outcome) => codes.includes(outcome)), String(outcomes));
    assert.deepEqual(orders.requests(), []);
    assert.ok(!(await site.requests()).some((request) => request.endsWith("/userinfo")));
    assert.deepEqual(await tabs.visit(), Array(2).fill(site.users[1].id), "and Grace is signed in");
    await tabs.close();
  });
}
