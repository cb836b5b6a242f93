/** What the browser's own stores do to a session, and what is done to them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { awaitEqual, LIFETIME_SEC, makeSiteOfTwo, Tabs } from "./lib/tabs.mjs";

const TABS = 3;

test("storage that is cleared in the middle costs no session", async () => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, TABS);
  await tabs.signIn();
  await tabs.events();
  for (let expiry = 0; expiry < 3; expiry += 1) {
    await tabs.pages[expiry].evaluate(() => localStorage.clear());
    await tabs.advance(LIFETIME_SEC);
    await site.forgetRequests();
    assert.deepEqual(await tabs.visit(), Array(TABS).fill(site.user.id));
    assert.equal(await site.refreshes(), 1);
    await awaitEqual(async () => Object.keys(await tabs.stored()).length, 1); // the next state is stored again
  }
  await tabs.close();
});

test("foreign and corrupt content is dropped, by tabs that are open and by new ones", async (t) => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 2);
  const [open, late] = tabs.pages;
  await tabs.signIn();
  const [[key, record]] = Object.entries(await tabs.stored());
  const contents = {
    empty: "",
    "no JSON": "{",
    "other JSON": "[1,2,3]",
    "another version": record.replace('"format":1', '"format":99'),
    "another site": record.replaceAll(site.config.siteUrl, "https://evil.example/portal"),
    "another client": record.replaceAll(site.config.clientId, "somebody-else"),
    "half of it": record.slice(0, record.length / 2),
    "a token that breaks a header": record.replace(/"access":"/, '"access":"a\\nb'),
    "a megabyte": "x".repeat(1 << 20),
  };
  const put = (page, content) => page.evaluate(([key, content]) => localStorage.setItem(key, content), [key, content]);
  for (const [name, content] of Object.entries(contents)) {
    assert.notEqual(content, record, name);
    // What a tab has written itself it finds after a reload; what another has may take a moment.
    await put(late, content);
    await tabs.reload(late);
    const found = await late.evaluate(() => [client.session(), Object.keys(localStorage)]);
    assert.deepEqual(found, [null, []], name);

    await put(open, content);
    await tabs.advance(LIFETIME_SEC);
    assert.equal(await tabs.visitFrom(open), site.user.id, `${name}, for a tab that has a session`);
  }
  t.diagnostic(`contents ${Object.keys(contents).length}, crashes 0, sessions lost 0`);
  await tabs.close();
});

test("a store that is full leaves the session in memory, and nothing stale for others to find", async () => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 2);
  await tabs.signIn();
  await tabs.advance(LIFETIME_SEC);
  await tabs.events();
  const [page, other] = tabs.pages;
  await page.evaluate(() => {
    // A record that the next one is longer than, in a store without a character to spare.
    const [[key, text]] = Object.entries(localStorage);
    const record = JSON.parse(text);
    delete record.session.idTokenClaims;
    localStorage.setItem(key, JSON.stringify(record));
  });
  const fill = () => {
    let filled = 0;
    for (let size = 1 << 23; size > 0; ) {
      try {
        localStorage.setItem(`filler ${localStorage.length}`, "x".repeat(size));
        filled += size;
      } catch {
        size >>= 1;
      }
    }
    return filled;
  };
  // In its next task Firefox lets a page have a little more.
  for (let tries = 0; tries < 20 && (await page.evaluate(fill)) > 0; tries += 1);

  assert.equal(await tabs.visitFrom(page), site.user.id);
  await other.waitForFunction(() => events.length > 0);
  assert.deepEqual(await tabs.events(), [["refreshed", "storage-failed"], ["refreshed elsewhere"]]);
  assert.deepEqual(Object.keys(await tabs.stored()), [], "to use the refresh token of the old record would end the session");
  assert.deepEqual(await tabs.visit(), Array(2).fill(site.user.id));
  await tabs.add();
  assert.equal(await tabs.visitFrom(tabs.pages[2]), "no_session");

  await page.evaluate(() => localStorage.clear());
  await tabs.advance(LIFETIME_SEC);
  assert.equal(await tabs.visitFrom(page), site.user.id);
  await tabs.until((id) => client.session()?.userId === id, site.user.id);
  assert.deepEqual(await tabs.visit(), Array(3).fill(site.user.id), "with room again it is shared again");
  await tabs.close();
});

test("a store that refuses from the start rejects createClient", async () => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 1);
  const codes = await tabs.pages[0].evaluate(async (config) => {
    const code = (storage) =>
      sdk.createClient({ ...config, storage }).then(() => "made", ({ code, step }) => `${code} at ${step}`);
    Storage.prototype.setItem = () => {
      throw new DOMException("no", "QuotaExceededError");
    };
    const refused = [await code("local"), await code("session")];
    for (const name of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(window, name, { get: () => { throw new DOMException("no", "SecurityError"); } });
    }
    return [...refused, await code("local"), await code("session"), await code("memory")];
  }, site.config);
  assert.deepEqual(codes, [...Array(4).fill("storage at storage"), "made"]);
  await tabs.close();
});

test("session storage survives a reload and is the tab's own", async () => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 2, { storage: "session" });
  const [page, other] = tabs.pages;
  await page.evaluate(({ username, password }) => client.login({ username, password }), site.user);
  await tabs.reload(page);
  assert.deepEqual(await tabs.visit(), [site.user.id, "no_session"]);
  await tabs.advance(LIFETIME_SEC);
  assert.equal(await tabs.visitFrom(page), site.user.id);
  await tabs.reload(page);
  assert.equal(await tabs.visitFrom(page), site.user.id, "the rotated token is in there, too");
  assert.deepEqual(await other.evaluate(() => [events.length, localStorage.length, sessionStorage.length]), [0, 0, 0]);
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  await tabs.close();
});

test("memory leaves nothing behind", async () => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 2, { storage: "memory" });
  const [page, other] = tabs.pages;
  await page.evaluate(({ username, password }) => client.login({ username, password }), site.user);
  await tabs.advance(LIFETIME_SEC);
  assert.deepEqual(await tabs.visit(), [site.user.id, "no_session"]);
  const left = () =>
    page.evaluate(async () => {
      const { held, pending } = await navigator.locks.query();
      const databases = await indexedDB.databases();
      return [localStorage.length, sessionStorage.length, databases.length, held.length + pending.length, document.cookie];
    });
  assert.deepEqual(await left(), [0, 0, 0, 0, ""]);
  assert.equal(await other.evaluate(() => events.length), 0);
  await tabs.reload(page);
  assert.equal(await tabs.visitFrom(page), "no_session");
  await tabs.close();
});
