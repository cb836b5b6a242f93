/** A page that waits in the back/forward cache while the session goes on without it, and comes back as it was left. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { needs, openContextOf } from "../lib/browser.mjs";
import { watchOutcomes } from "../lib/outcomes.mjs";
import { Ledger } from "./lib/ledger.mjs";
import { makeSiteOfTwo, Tabs } from "./lib/tabs.mjs";

/** A tab with a client, in a browser that keeps pages in its cache. */
async function start(t, storage) {
  const site = await makeSiteOfTwo();
  const context = await openContextOf(t, { remembers: true });
  const tabs = await Tabs.open(site, 1, { storage }, [watchOutcomes, noteReturns], context);
  const [page] = tabs.pages;
  const ledger = new Ledger(context);
  await tabs.signIn();
  await page.evaluate(() => void events.splice(0));
  return { site, tabs, page, ledger };
}

/** Runs in every page before the app does. */
function noteReturns() {
  globalThis.returns = 0;
  addEventListener("pageshow", ({ persisted }) => void (returns += persisted));
}

/** Follows a link to another page of the app, in the same tab: the one before waits in the cache. */
async function follow(tabs, page) {
  await page.evaluate(() => void setTimeout(() => location.assign("/?next")));
  await page.waitForURL(/next/);
  await page.waitForFunction(() => globalThis.sdk);
  await page.evaluate((config) => open(config), tabs.config);
}

/**
 * Goes back to the page before. It comes as it was left, with the client that it had; or anew, where the browser has thrown it
 * out: a message from another document is a reason to.
 */
async function back(t, tabs, page) {
  await page.evaluate(() => void setTimeout(() => history.back()));
  await page.waitForFunction(() => !location.search && globalThis.sdk && (returns === 1 || !globalThis.client));
  const isKept = await page.evaluate(() => returns === 1);
  if (!isKept) await page.evaluate((config) => open(config), tabs.config);
  t.diagnostic(isKept ? "out of the cache" : "loaded anew");
  return isKept;
}

const refresh = (page) => page.evaluate(() => outcomeOf(client.getAccessToken({ forceRefresh: true })));
const keys = (page, storage) => page.evaluate((name) => Object.keys(globalThis[name]), `${storage}Storage`);

for (const storage of ["session", "local"]) {
  // What is in a tab's own store no other document speaks of.
  const mustBeKept = (isKept) => assert.ok(isKept || storage === "local", "the browser remembers the page");
  const remembering = (name, run) => test(`${name}, storage "${storage}"`, needs("history cache"), run);

  remembering("a page that comes back renews with the token that the next page was given", async (t) => {
    const { site, tabs, page, ledger } = await start(t, storage);
    await follow(tabs, page);
    assert.equal(await page.evaluate(() => client.session()?.userId), site.user.id);
    assert.equal(await refresh(page), "resolved");
    mustBeKept(await back(t, tabs, page));
    assert.equal(await refresh(page), "resolved");
    assert.equal(await tabs.visitFrom(page), site.user.id);
    await ledger.rest();
    assert.deepEqual(ledger.judge().wrong, []);
    assert.equal((await site.oauthSessions()).length, 1);
  });

  remembering("a page that comes back hears that the next page signed out", async (t) => {
    const { site, tabs, page } = await start(t, storage);
    await follow(tabs, page);
    await page.evaluate(() => client.logout());
    const isKept = await back(t, tabs, page);
    mustBeKept(isKept);
    await page.waitForFunction(() => client.session() === null, undefined, { timeout: 2_000 });
    assert.deepEqual(await tabs.events(), [isKept ? ["signed-out elsewhere"] : []]);
    assert.equal(await refresh(page), "no_session");
    assert.deepEqual(await keys(page, storage), [], "and brings nothing back");
    assert.deepEqual(await site.oauthSessions(), []);
  });

  remembering("a page that comes back hears who signed in on the next page", async (t) => {
    const { site, tabs, page } = await start(t, storage);
    const grace = site.users[1];
    await follow(tabs, page);
    await page.evaluate(({ username, password }) => client.login({ username, password }), grace);
    const isKept = await back(t, tabs, page);
    mustBeKept(isKept);
    await page.waitForFunction((id) => client.session()?.userId === id, grace.id, { timeout: 2_000 });
    assert.deepEqual(await tabs.events(), [isKept ? ["signed-in elsewhere"] : []]);
    assert.equal(await tabs.visitFrom(page), grace.id);
  });
}

test("a page that comes back hears that another tab signed out", needs("history cache"), async (t) => {
  const { site, tabs, page } = await start(t, "local");
  const other = await tabs.add();
  await follow(tabs, page);
  await other.evaluate(() => client.logout());
  await page.waitForFunction(() => client.session() === null);
  const isKept = await back(t, tabs, page);
  await page.waitForFunction(() => client.session() === null, undefined, { timeout: 2_000 });
  assert.deepEqual((await tabs.events())[0], isKept ? ["signed-out elsewhere"] : []);
  assert.equal(await refresh(page), "no_session");
  assert.deepEqual(await keys(page, "local"), [], "and brings nothing back");
  assert.deepEqual(await site.oauthSessions(), []);
});

test("a page that comes back renews with the token that another tab was given", needs("history cache"), async (t) => {
  const { site, tabs, page, ledger } = await start(t, "local");
  const other = await tabs.add();
  await follow(tabs, page);
  assert.equal(await refresh(other), "resolved");
  await back(t, tabs, page);
  assert.equal(await refresh(page), "resolved");
  assert.deepEqual(await tabs.visit(), Array(2).fill(site.user.id));
  await ledger.rest();
  assert.deepEqual(ledger.judge().wrong, []);
  assert.equal((await site.oauthSessions()).length, 1);
});
