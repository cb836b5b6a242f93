/** One tab, several documents: what is in `sessionStorage` belongs to its frames and to every client. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { watchOutcomes } from "../lib/outcomes.mjs";
import { Ledger } from "./lib/ledger.mjs";
import { awaitEqual, comeToFront, makeSiteOfTwo, Tabs } from "./lib/tabs.mjs";

const CONFIG = { storage: "session" };

/** A tab with a client, whose traffic is written down. */
async function start() {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 1, CONFIG, [watchOutcomes]);
  const ledger = new Ledger(tabs.context);
  const [page] = tabs.pages;
  await tabs.signIn();
  return { site, tabs, page, ledger };
}

const refresh = (page) => page.evaluate(() => outcomeOf(client.getAccessToken({ forceRefresh: true })));

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
    const wake = () => other.evaluate(comeToFront);
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
