/** What one tab does, the others hear of. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { needs } from "../lib/browser.mjs";
import { beginAndHold } from "./lib/harm.mjs";
import { awaitEqual, LIFETIME_SEC, makeSiteOfTwo, Tabs } from "./lib/tabs.mjs";

const TABS = 4;

test("sign-in, refresh and sign-out reach every tab within a second", async (t) => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, TABS);
  const [acting] = tabs.pages;
  const steps = {
    "signed-in": (person) => client.login(person),
    refreshed: () => client.getAccessToken({ forceRefresh: true }),
    "signed-out": () => client.logout(),
  };

  const latest = {};
  for (const [type, step] of Object.entries(steps)) {
    await acting.evaluate(step, { username: site.user.username, password: site.user.password });
    await tabs.until((type) => events.at(-1)?.type === type, type);
    const [own, ...theirs] = await tabs.each(() => events.splice(0));
    assert.equal(own.length, 1);
    assert.equal(own[0].fromOtherTab, false);
    for (const heard of theirs) {
      assert.equal(heard.length, 1, "one event per change");
      assert.equal(heard[0].fromOtherTab, true);
      assert.equal(heard[0].userId, type === "signed-out" ? null : site.user.id);
      assert.ok(heard[0].isState, "session() gives what the event has");
    }
    latest[type] = Math.max(...theirs.map(([{ at }]) => at - own[0].at));
    assert.ok(latest[type] < 1_000, `${type} took ${latest[type]} ms`);
  }
  await awaitEqual(() => site.oauthSessions(), []);
  await awaitEqual(() => tabs.stored(), {});
  const times = Object.entries(latest).map(([type, ms]) => `${type} ${ms.toFixed(0)}`);
  t.diagnostic(`tabs ${TABS}, ms to the last tab: ${times.join(", ")}`);
  await tabs.close();
});

test("another person who signs in on one tab is noticed on the others", async () => {
  const site = await makeSiteOfTwo();
  const [ada, grace] = site.users;
  const tabs = await Tabs.open(site, TABS);
  await tabs.signIn(tabs.pages[0], ada);
  await tabs.events();

  await tabs.signIn(tabs.pages[1], grace);
  const heard = ["signed-in elsewhere"];
  assert.deepEqual(await tabs.events(), [heard, ["signed-in"], heard, heard]);
  assert.deepEqual(await tabs.visit(), Array(TABS).fill(grace.id));
  await awaitEqual(async () => (await site.oauthSessions()).map(({ userId }) => userId), [grace.id]);
  await tabs.close();
});

test("a tab that is opened later, or reloaded, has the session without an event", async () => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 1);
  await tabs.signIn();
  await tabs.add();
  await tabs.reload(tabs.pages[0]);
  assert.deepEqual(await tabs.events(), [[], []]);
  await site.forgetRequests();
  assert.deepEqual(await tabs.visit(), Array(2).fill(site.user.id));
  assert.equal(await site.refreshes(), 0);
  await tabs.close();
});

for (const [where, index] of [["in the same tab", 0], ["in another tab", 1]]) {
  test(`a sign-out ${where} during a refresh stays, and the late token is revoked`, needs("held answers"), async () => {
    const site = await makeSiteOfTwo();
    const tabs = await Tabs.open(site, TABS);
    await tabs.signIn();
    await tabs.advance(LIFETIME_SEC);
    await tabs.events();

    const release = await beginAndHold(tabs.pages[0]);
    await tabs.pages[index].evaluate(() => client.logout());
    await tabs.until(() => client.session() === null);
    await release();
    await awaitEqual(() => site.oauthSessions(), []);
    assert.deepEqual(await tabs.visit(), Array(TABS).fill("no_session"));
    const heard = tabs.pages.map((_, other) => [other === index ? "signed-out" : "signed-out elsewhere"]);
    assert.deepEqual(await tabs.events(), heard);
    await awaitEqual(() => tabs.stored(), {});
    await tabs.close();
  });
}

test("after close() nothing runs any more, and what was under way is kept for the others", needs("held answers"), async () => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 2);
  await tabs.signIn();
  await tabs.advance(LIFETIME_SEC);
  await tabs.events();
  const [closed, other] = tabs.pages;

  const release = await beginAndHold(closed);
  const pending = closed.evaluate(() => {
    const code = client.getAccessToken().catch((error) => error.code);
    client.close();
    return code;
  });
  assert.equal(await pending, "aborted");
  await release();
  assert.equal(await tabs.visitFrom(other), site.user.id, "the site rotated the token, and it is not lost");
  assert.equal(await site.refreshes(), 2, "of the login and the one that was under way");

  await other.evaluate(() => client.logout());
  assert.equal(await tabs.visitFrom(closed), "aborted");
  assert.deepEqual(await tabs.events(), [[], ["refreshed elsewhere", "signed-out"]]);
  // A lock lingers for 100 ms after its renewal.
  const locks = () => closed.evaluate(() => navigator.locks.query().then(({ held, pending }) => held.length + pending.length));
  await awaitEqual(locks, 0);
  await tabs.close();
});
