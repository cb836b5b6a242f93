/** Stores of the app's own: async and sync ones, and such that fail. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { awaitEqual, LIFETIME_SEC, makeSiteOfTwo, Tabs } from "./lib/tabs.mjs";

const TABS = 4;
const EXPIRIES = 5;

test("tabs share a session in an IndexedDB that takes its time", async (t) => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, TABS, { ownStore: "indexedDb" });
  await tabs.signIn();
  for (let expiry = 0; expiry < EXPIRIES; expiry += 1) {
    await tabs.advance(LIFETIME_SEC);
    await site.forgetRequests();
    assert.deepEqual(await tabs.visit(), Array(TABS).fill(site.user.id));
    assert.equal(await site.refreshes(), 1);
  }
  await tabs.add();
  assert.equal(await tabs.visitFrom(tabs.pages[TABS]), site.user.id);
  await tabs.pages[0].evaluate(() => client.logout());
  await tabs.until(() => client.session() === null);
  await tabs.reload(tabs.pages[1]);
  assert.deepEqual(await tabs.visit(), Array(TABS + 1).fill("no_session"));
  t.diagnostic(`tabs ${TABS}, expiries ${EXPIRIES}, refreshes ${EXPIRIES}, sessions lost 0`);
  await tabs.close();
});

test("a sync store gets strings under keys of the SDK, and its own this", async () => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 1);
  const seen = await tabs.pages[0].evaluate(
    async ({ config, user: { username, password } }) => {
      const storage = new stores.MapStore();
      const first = await sdk.createClient({ ...config, storage });
      await first.login({ username, password });
      const kept = [...storage.kept];
      const second = await sdk.createClient({ ...config, storage });
      const restored = second.session()?.userId;
      await second.logout();
      return { kept, restored, left: storage.kept.size };
    },
    { config: site.config, user: site.user },
  );
  assert.equal(seen.kept.length, 1);
  const [key, value] = seen.kept[0];
  assert.ok(key.startsWith(`headless-identity:${site.config.siteUrl}:${site.config.clientId}`), key);
  assert.equal(typeof value, "string");
  assert.equal(seen.restored, site.user.id);
  assert.equal(seen.left, 0);
  await tabs.close();
});

test("where no lock is given, because the page may not store anything, a renewal waits for none", async () => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 1);
  const asked = await tabs.pages[0].evaluate(
    async ({ config, user: { username, password } }) => {
      const client = await sdk.createClient({ ...config, storage: new stores.MapStore() });
      await client.login({ username, password });
      let asked = 0;
      navigator.locks.request = async () => {
        asked += 1;
        throw new DOMException("", "SecurityError");
      };
      await client.getAccessToken({ forceRefresh: true });
      return asked;
    },
    { config: site.config, user: site.user },
  );
  assert.equal(asked, 1);
  await tabs.close();
});

/** How a method fails: in the page, under these names. */
const FAILURES = ["throws", "rejects", "thenable"];

test("a store that cannot be read rejects createClient, whatever it fails with", async () => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 1);
  for (const failure of FAILURES) {
    const seen = await tabs.pages[0].evaluate(failing, { config: site.config, user: site.user, method: "get", failure });
    assert.equal(seen, "storage at storage", failure);
  }
  await tabs.close();
});

test("a store that does not take a change leaves it in memory and says so", async () => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 1);
  for (const failure of FAILURES) {
    const run = (method) => tabs.pages[0].evaluate(failing, { config: site.config, user: site.user, method, failure });
    const id = site.user.id;
    assert.deepEqual(await run("set"), {
      events: ["signed-in", "storage-failed", "refreshed", "storage-failed", "signed-out"],
      users: [id, id, id, id, null],
    });
    assert.deepEqual(await run("remove"), {
      events: ["signed-in", "refreshed", "signed-out", "storage-failed"],
      users: [id, id, null, null],
    });
  }
  await awaitEqual(() => site.oauthSessions(), []);
  await tabs.close();
});

/** Signs in, refreshes and signs out with a store of which one method fails. Runs in the page. */
async function failing({ config, user: { username, password }, method, failure }) {
  const secret = new Error("what a store fails with goes no further");
  const fail = {
    throws() {
      throw secret;
    },
    rejects: () => Promise.reject(secret),
    thenable: () => ({ then: (_, reject) => reject(secret) }),
  }[failure];
  const storage = new stores.MapStore();
  storage[method] = fail;
  try {
    const client = await sdk.createClient({ ...config, storage });
    const heard = [];
    client.subscribe(({ type, session }) => heard.push([type, session?.userId ?? null]));
    await client.login({ username, password });
    await client.getAccessToken({ forceRefresh: true });
    await client.logout();
    client.close();
    return { events: heard.map(([type]) => type), users: heard.map(([, userId]) => userId) };
  } catch (error) {
    return `${error.code} at ${error.step}`;
  }
}
