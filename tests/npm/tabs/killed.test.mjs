/** A tab that goes in the middle of a refresh, at every point: the others go on, and what it held harms nobody. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { needs } from "../lib/browser.mjs";
import { begin, beginAndHold, beginAndStick, freeze, KILLS } from "./lib/harm.mjs";
import { awaitEqual, LIFETIME_SEC, makeSiteOfTwo, ROTATING, Tabs } from "./lib/tabs.mjs";

const TABS = 4;
/** Without rotation the stored refresh token stays good, whatever became of the answer. */
const KEEPING = {};

/** Where a tab can be killed. `reach` begins its refresh and resolves when it is there. */
const POINTS = [
  { name: "before its request leaves", settings: ROTATING, reach: beginAndStick, refreshes: 1 },
  {
    name: "while its request is at the site",
    settings: KEEPING,
    async reach(page, site) {
      await site.faults({ path: "/token", kind: "delay", ms: 3_000 });
      const sent = page.waitForEvent("request", (request) => request.url().endsWith("/token"));
      await begin(page);
      await sent;
      await sleep(500); // it is told of before it arrives
    },
    refreshes: 2,
  },
  { name: "when the answer is there and not yet seen", settings: KEEPING, reach: beginAndHold, refreshes: 2 },
  {
    name: "when the answer is stored and the lock still held",
    settings: ROTATING,
    reach: (page) => page.evaluate(() => client.getAccessToken().then(() => {})),
    refreshes: 1,
  },
];

/** What a driver must have for that. */
const needed = (way, reach) => [...(way === "crashed" ? ["cdp"] : []), ...(reach === beginAndHold ? ["held answers"] : [])];

for (const [way, kill] of Object.entries(KILLS)) {
  for (const { name, settings, reach, refreshes } of POINTS) {
    test(`a tab is ${way} ${name}`, needs(...needed(way, reach)), async (t) => {
      const [site, tabs] = await expired(settings);
      const victim = tabs.pages.shift();
      await reach(victim, site);
      const visits = tabs.visit(); // in line behind it
      await kill(victim);
      assert.deepEqual(await visits, Array(TABS - 1).fill(site.user.id));
      // A site carries out what has arrived, also for a tab that is gone.
      await awaitEqual(() => site.carriedOut(), refreshes);

      await tabs.advance(LIFETIME_SEC);
      assert.deepEqual(await tabs.visit(), Array(TABS - 1).fill(site.user.id), "and at the next expiry");
      t.diagnostic(`tabs ${TABS}, killed 1, refreshes ${refreshes}, sessions lost 0`);
      await tabs.close();
    });
  }
}

test("a rotated token that went with its tab ends the session everywhere, once and cleanly", needs("cdp"), async (t) => {
  const [site, tabs] = await expired(ROTATING);
  const victim = tabs.pages.shift();
  await beginAndHold(victim);
  await KILLS.crashed(victim);

  const outcomes = await tabs.visit();
  assert.ok(outcomes.includes("session_expired"), "one tab learns it from the site");
  assert.ok(outcomes.every((outcome) => ["session_expired", "no_session"].includes(outcome)), outcomes.join());
  await tabs.until(() => client.session() === null && events.length === 1);
  assert.deepEqual((await tabs.events()).flat().sort(), ["expired", "expired elsewhere", "expired elsewhere"]);
  await awaitEqual(() => tabs.stored(), {});

  await tabs.signIn();
  assert.deepEqual(await tabs.visit(), Array(TABS - 1).fill(site.user.id), "and a new one begins as ever");
  t.diagnostic(`tabs ${TABS}, killed 1, sessions ended by the site 1, outcomes ${outcomes.join(", ")}`);
  await tabs.close();
});

const FREEZES = [
  { name: "before its request leaves", settings: ROTATING, reach: beginAndStick, refreshes: 1 },
  { name: "with an answer that comes too late", settings: KEEPING, reach: beginAndHold, refreshes: 2 },
];

for (const { name, settings, reach, refreshes } of FREEZES) {
  test(`a tab that is frozen ${name} is passed over, and does no harm when it wakes`, needs("cdp"), async (t) => {
    const [site, tabs] = await expired(settings, { timeoutMs: 1_000 });
    const [frozen, ...awake] = tabs.pages;
    const release = await reach(frozen);
    const thaw = await freeze(frozen);
    await release?.();

    tabs.pages = awake;
    const waited = await tabs.visit();
    assert.deepEqual(waited, Array(TABS - 1).fill("timeout"), "nobody waits for longer than it may");
    await tabs.until(() => events.length === 1); // one of them takes the lock and refreshes
    assert.deepEqual(await tabs.visit(), Array(TABS - 1).fill(site.user.id));

    await thaw();
    // It has heard nothing while it was frozen, and finds out when what it had under way is over.
    await awaitEqual(() => tabs.visitFrom(frozen), site.user.id);
    tabs.pages = [frozen, ...awake];
    assert.deepEqual(await tabs.visit(), Array(TABS).fill(site.user.id));
    assert.equal(await site.refreshes(), refreshes);
    await tabs.advance(LIFETIME_SEC);
    await awaitEqual(() => tabs.visit(), Array(TABS).fill(site.user.id)); // what it had under way has ended nothing
    t.diagnostic(`tabs ${TABS}, frozen 1, refreshes ${refreshes}, sessions lost 0`);
    await tabs.close();
  });
}

/** Tabs whose token has just run out, and that have been told nothing since. The sign-in has all the time it needs. */
async function expired(settings, config) {
  const site = await makeSiteOfTwo(settings);
  const tabs = await Tabs.open(site, 1);
  await tabs.signIn();
  Object.assign(tabs.config, config);
  await tabs.reload(tabs.pages[0]);
  for (let count = 1; count < TABS; count += 1) await tabs.add();
  await tabs.advance(LIFETIME_SEC);
  await site.forgetRequests();
  return [site, tabs];
}
