/** Trouble on the way and wrong clocks: neither ends a session. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { LIFETIME_SEC, makeSiteOfTwo, Tabs } from "./lib/tabs.mjs";

const TABS = 3;
const TEN_MINUTES = 600;

for (const [name, skew] of [["ahead", TEN_MINUTES], ["behind", -TEN_MINUTES]]) {
  test(`a clock ten minutes ${name} changes nothing`, async (t) => {
    const site = await makeSiteOfTwo();
    const tabs = await Tabs.open(site, TABS);
    await tabs.moveClock(skew);
    await tabs.signIn();
    await site.forgetRequests();
    assert.deepEqual(await tabs.visit(), Array(TABS).fill(site.user.id));
    await tabs.advance(LIFETIME_SEC / 2);
    assert.deepEqual(await tabs.visit(), Array(TABS).fill(site.user.id));
    assert.equal(await site.refreshes(), 0, "a good token is used");
    await tabs.advance(LIFETIME_SEC / 2);
    assert.deepEqual(await tabs.visit(), Array(TABS).fill(site.user.id));
    assert.equal(await site.refreshes(), 1, "and renewed when it is due");
    t.diagnostic(`tabs ${TABS}, skew ${skew} s, refreshes 1, sessions lost 0`);
    await tabs.close();
  });

  test(`a clock that is set ten minutes ${name} while the tabs are open ends no session`, async () => {
    const site = await makeSiteOfTwo();
    const tabs = await Tabs.open(site, TABS);
    await tabs.signIn();
    await tabs.moveClock(skew);
    for (let expiry = 0; expiry < 3; expiry += 1) {
      await tabs.advance(LIFETIME_SEC + TEN_MINUTES);
      assert.deepEqual(await tabs.visit(), Array(TABS).fill(site.user.id));
    }
    // What is written by the new clock counts as newer than what was written by the old one.
    await tabs.pages[1].evaluate(() => client.logout());
    await tabs.until(() => client.session() === null);
    await tabs.signIn(tabs.pages[2]);
    await tabs.close();
  });
}

test("offline the token is used while it is good, and the session is there when the network is back", async () => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, TABS);
  await tabs.signIn();
  await tabs.events();
  const tokens = (args) => tabs.each((args) => client.getAccessToken(args).then(() => "token", (error) => error.code), args);

  await tabs.context.setOffline(true);
  assert.deepEqual(await tokens({ minTtlSec: LIFETIME_SEC }), Array(TABS).fill("token"), "not as good as wished for, but good");
  assert.deepEqual(await tokens({ forceRefresh: true }), Array(TABS).fill("network"));
  await tabs.advance(LIFETIME_SEC);
  assert.deepEqual(await tokens(), Array(TABS).fill("network"));
  assert.deepEqual(await tabs.events(), Array(TABS).fill([]));

  await site.forgetRequests();
  await tabs.context.setOffline(false);
  assert.deepEqual(await tabs.visit(), Array(TABS).fill(site.user.id));
  assert.equal(await site.refreshes(), 1);
  await tabs.close();
});

test("what a site answers in trouble ends no session", async (t) => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, TABS);
  await tabs.signIn();
  await tabs.advance(LIFETIME_SEC);
  await tabs.events();

  const troubles = [
    [{ kind: "status", status: 503 }, "server_error"],
    [{ kind: "status", status: 500 }, "server_error"],
    [{ kind: "status", status: 429 }, "rate_limited"],
    [{ kind: "html" }, "unexpected_response"],
    [{ kind: "garbage" }, "unexpected_response"],
    [{ kind: "drop" }, "network"],
  ];
  for (const [trouble, code] of troubles) {
    await site.faults({ path: "/token", times: 1_000, ...trouble });
    assert.deepEqual(await tabs.visit(), Array(TABS).fill(code), JSON.stringify(trouble));
    await site.faults();
  }
  assert.deepEqual(await tabs.events(), Array(TABS).fill([]));
  assert.deepEqual(await tabs.visit(), Array(TABS).fill(site.user.id));
  t.diagnostic(`tabs ${TABS}, faults ${troubles.length}, sessions lost 0`);
  await tabs.close();
});
