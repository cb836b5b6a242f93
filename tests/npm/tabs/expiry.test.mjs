/** Tokens that run out while many tabs are open. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { LIFETIME_SEC, makeSiteOfTwo, Tabs } from "./lib/tabs.mjs";

const TABS = 10;
const EXPIRIES = 100;

test("ten tabs live through a hundred expiries with one refresh each", async (t) => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, TABS);
  await tabs.signIn();
  await tabs.events();

  let refreshes = 0;
  for (let expiry = 1; expiry <= EXPIRIES; expiry += 1) {
    await tabs.advance(LIFETIME_SEC);
    await site.forgetRequests();
    assert.deepEqual(await tabs.visit(), Array(TABS).fill(site.user.id), `every tab has a token that is good, expiry ${expiry}`);
    const spent = await site.refreshes();
    assert.equal(spent, 1, `one refresh, expiry ${expiry}`);
    refreshes += spent;
  }

  await tabs.until((expiries) => events.length === expiries, EXPIRIES);
  const told = await tabs.events();
  const lost = told.flat().filter((event) => !event.startsWith("refreshed")).length;
  assert.equal(lost, 0);
  assert.equal(told.flat().filter((event) => event === "refreshed").length, EXPIRIES, "one tab refreshes, the others hear of it");
  assert.equal((await site.oauthSessions()).length, 1);
  t.diagnostic(`tabs ${TABS}, expiries ${EXPIRIES}, refreshes ${refreshes}, sessions lost ${lost}`);
  await tabs.close();
});
