/** One tab, several documents: what is in `sessionStorage` belongs to pages that come back, to frames and to every client. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openContextOf } from "../lib/browser.mjs";
import { watchOutcomes } from "../lib/outcomes.mjs";
import { Ledger } from "./lib/ledger.mjs";
import { awaitEqual, makeSiteOfTwo, Tabs } from "./lib/tabs.mjs";

const CONFIG = { storage: "session" };

/** A tab with a client, whose traffic is written down. */
async function start(context) {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 1, CONFIG, [watchOutcomes, noteReturns], context);
  const ledger = new Ledger(tabs.context);
  const [page] = tabs.pages;
  await tabs.signIn();
  return { site, tabs, page, ledger };
}

/** A profile whose browser keeps pages in its back/forward cache. */
const remembering = (t) => openContextOf(t, { without: ["--disable-back-forward-cache"] });

/** Runs in every page before the app does. */
function noteReturns() {
  globalThis.returns = 0;
  addEventListener("pageshow", ({ persisted }) => void (returns += persisted));
}

/** Follows a link to another page of the app, in the same tab: the one before waits in the back/forward cache. */
async function follow(tabs, page) {
  await page.goto(`${new URL(page.url()).origin}/?next`);
  await page.waitForFunction(() => globalThis.sdk);
  await page.evaluate((config) => open(config), tabs.config);
}

/** Goes back to the page before, as it was left: with the client that it had. */
async function back(page) {
  await page.evaluate(() => void setTimeout(() => history.back()));
  await page.waitForFunction(() => globalThis.returns === 1);
}

const refresh = (page) => page.evaluate(() => outcomeOf(client.getAccessToken({ forceRefresh: true })));

test("a page that comes back renews with the token that the next page was given", async (t) => {
  const { site, tabs, page, ledger } = await start(await remembering(t));
  await follow(tabs, page);
  assert.equal(await page.evaluate(() => client.session()?.userId), site.user.id);
  assert.equal(await refresh(page), "resolved");
  await back(page);
  assert.equal(await refresh(page), "resolved");
  assert.equal(await tabs.visitFrom(page), site.user.id);
  await ledger.rest();
  assert.deepEqual(ledger.judge().wrong, []);
  assert.equal((await site.oauthSessions()).length, 1);
});

test("a page that comes back hears that the next page signed out", async (t) => {
  const { site, tabs, page } = await start(await remembering(t));
  await page.evaluate(() => void events.splice(0));
  await follow(tabs, page);
  await page.evaluate(() => client.logout());
  await back(page);
  await page.waitForFunction(() => client.session() === null, undefined, { timeout: 2_000 });
  assert.deepEqual(await tabs.events(), [["signed-out elsewhere"]]);
  assert.equal(await refresh(page), "no_session");
  assert.deepEqual(await page.evaluate(() => Object.keys(sessionStorage)), [], "and brings nothing back");
  assert.deepEqual(await site.oauthSessions(), []);
});

test("a page that comes back hears who signed in on the next page", async (t) => {
  const { site, tabs, page } = await start(await remembering(t));
  const grace = site.users[1];
  await page.evaluate(() => void events.splice(0));
  await follow(tabs, page);
  await page.evaluate(({ username, password }) => client.login({ username, password }), grace);
  await back(page);
  await page.waitForFunction((id) => client.session()?.userId === id, grace.id, { timeout: 2_000 });
  assert.deepEqual(await tabs.events(), [["signed-in elsewhere"]]);
  assert.equal(await tabs.visitFrom(page), grace.id);
});

/** Where else in the tab a client may be: each gives something that `evaluate` can be called on. */
const PLACES = {
  async "a frame of the page"(tabs, page) {
    await page.evaluate(() => document.body.append(Object.assign(document.createElement("iframe"), { src: "/?frame" })));
    await page.waitForFunction(() => frames[0]?.sdk);
    const [, frame] = page.frames();
    await frame.evaluate((config) => open(config), tabs.config);
    return frame;
  },
  async "a second client of the page"(tabs, page) {
    await page.evaluate(async (config) => {
      globalThis.second = { client: await sdk.createClient(config), events: [] };
      second.client.subscribe(({ type, fromOtherTab }) => second.events.push({ type, fromOtherTab }));
    }, tabs.config);
    const inIt = (run, arg) => `((client, events) => (${run})(${JSON.stringify(arg)}))(second.client, second.events)`;
    return { evaluate: (run, arg) => page.evaluate(inIt(run, arg)) };
  },
};

for (const [place, open] of Object.entries(PLACES)) {
  test(`the page and ${place} do not use one refresh token twice`, async () => {
    const { site, tabs, page, ledger } = await start();
    const other = await open(tabs, page);
    for (let round = 0; round < 3; round += 1) {
      assert.deepEqual(await Promise.all([refresh(page), refresh(other)]), ["resolved", "resolved"], `at once, round ${round}`);
      assert.deepEqual([await refresh(page), await refresh(other)], ["resolved", "resolved"], `in turn, round ${round}`);
    }
    await ledger.rest();
    assert.deepEqual(ledger.judge().wrong, []);
    assert.equal((await site.oauthSessions()).length, 1);
    await tabs.close();
  });

  test(`${place} hears who is signed in when the tab comes to the front`, async () => {
    const { site, tabs, page } = await start();
    const other = await open(tabs, page);
    const wake = () => other.evaluate(() => void document.dispatchEvent(new Event("visibilitychange")));
    const who = () => other.evaluate(() => client.session()?.userId ?? null);
    await page.evaluate(() => client.logout());
    await wake();
    await awaitEqual(who, null, 2_000);
    const { id, username, password } = site.users[1];
    await page.evaluate((person) => client.login(person), { username, password });
    await wake();
    await awaitEqual(who, id, 2_000);
    assert.deepEqual(await other.evaluate(() => events.map(({ type, fromOtherTab }) => [type, fromOtherTab])), [
      ["signed-out", true],
      ["signed-in", true],
    ]);
    await tabs.close();
  });

  test(`a renewal in ${place} does not bring back whom the page has signed out`, async () => {
    const { site, tabs, page } = await start();
    const other = await open(tabs, page);
    await page.evaluate(() => client.logout());
    const outcome = await refresh(other);
    assert.ok(["no_session", "aborted"].includes(outcome), outcome);
    assert.equal(await other.evaluate(() => client.session()), null);
    assert.deepEqual(await page.evaluate(() => Object.keys(sessionStorage)), []);
    await awaitEqual(() => site.oauthSessions(), []);
    await tabs.close();
  });
}
