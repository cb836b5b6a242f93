/** What a tab has missed, it learns when it comes to the front: as what happened to it, not as what another tab did last. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { comeToFront, makeSiteOfTwo, Tabs } from "./lib/tabs.mjs";

/** Runs in every page before the app does: such a tab never hears the others. */
function beDeaf() {
  globalThis.BroadcastChannel = class {
    set onmessage(_) {}
    addEventListener() {}
    removeEventListener() {}
    postMessage() {}
    close() {}
  };
}

/** A tab that hears and one that does not. */
async function start() {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 1);
  await tabs.context.addInitScript(beDeaf);
  const deaf = await tabs.add();
  const [page] = tabs.pages;
  // A new client takes a second look a moment after it was made, which is not what is tested here.
  await deaf.waitForTimeout(500);
  // What was written takes a moment to reach another process. It looks at once and a second time a moment later; what follows here is
  // to fall into neither.
  const wake = async () => {
    await deaf.waitForTimeout(300);
    await deaf.evaluate(comeToFront);
    await deaf.waitForTimeout(500);
  };
  return { site, tabs, page, deaf, wake };
}

const logIn = (page, { username, password }) =>
  page.evaluate((person) => client.login(person), { username, password });
const refresh = (page) => page.evaluate(() => client.getAccessToken({ forceRefresh: true }));

test("a sign-in and a renewal that a tab has missed are a sign-in to it", async () => {
  const { site, tabs, page, wake } = await start();
  await logIn(page, site.user);
  await refresh(page);
  await wake();
  await tabs.until((id) => client.session()?.userId === id, site.user.id);
  assert.deepEqual(await tabs.events(), [["signed-in", "refreshed"], ["signed-in elsewhere"]]);
  await tabs.close();
});

test("a visitor and a renewal that a tab has missed are a visitor to it", async () => {
  const { tabs, page, wake } = await start();
  await page.evaluate(() => client.continueAsGuest());
  await refresh(page);
  await wake();
  await tabs.until(() => client.session()?.kind === "guest");
  assert.deepEqual((await tabs.events())[1], ["guest elsewhere"]);
  await tabs.close();
});

test("another person's sign-in and a renewal that a tab has missed are a sign-in to it", async () => {
  const { site, tabs, page, deaf, wake } = await start();
  const [ada, grace] = site.users;
  await logIn(page, ada);
  await wake();
  await deaf.waitForFunction(() => client.session());
  await tabs.events();
  await logIn(page, grace);
  await refresh(page);
  await wake();
  await tabs.until((id) => client.session()?.userId === id, grace.id);
  assert.deepEqual((await tabs.events())[1], ["signed-in elsewhere"]);
  await tabs.close();
});

test("a sign-out and a sign-in of the same person that a tab has missed are a sign-in to it", async () => {
  const { site, tabs, page, deaf, wake } = await start();
  await logIn(page, site.user);
  await wake();
  await deaf.waitForFunction(() => client.session());
  await tabs.events();
  await page.evaluate(() => client.logout());
  await logIn(page, site.user);
  await refresh(page);
  await wake();
  await deaf.waitForFunction(() => events.length > 0);
  assert.deepEqual((await tabs.events())[1], ["signed-in elsewhere"]);
  await tabs.close();
});

test("renewals that a tab has missed are one renewal to it", async () => {
  const { site, tabs, page, deaf, wake } = await start();
  await logIn(page, site.user);
  await wake();
  await deaf.waitForFunction(() => client.session());
  await tabs.events();
  await refresh(page);
  await refresh(page);
  await wake();
  await deaf.waitForFunction(() => events.length > 0);
  assert.deepEqual((await tabs.events())[1], ["refreshed elsewhere"]);
  await tabs.close();
});
