/** A page that stays open for long: nothing grows. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { needs } from "../lib/browser.mjs";
import { growth, meter } from "./lib/meter.mjs";
import { awaitEqual, makeSiteOfTwo, Tabs } from "./lib/tabs.mjs";

/** What may come and go without being a leak: one page of the core's allocator, and one table that doubles. */
const CORE_PAGE_BYTES = 65_536;
const HEAP_BYTES = 4_000;

test("a thousand logins and a thousand refreshes leave nothing", needs("cdp"), async (t) => {
  const tabs = await openMany(5, "memory");
  await isFlat(t, tabs, "logins and refreshes", 500, async (rounds) => {
    const { signal } = (globalThis.controller ??= new AbortController()); // one for all calls, as an app's root has it
    const live = async ({ client, user: { username, password } }) => {
      await client.login({ username, password, signal });
      await client.getAccessToken({ forceRefresh: true, signal });
      client.subscribe(() => {})();
    };
    for (let round = 0; round < rounds; round += many.length) await Promise.all(many.map(live));
  });
});

test("refreshes under the lock that tabs share leave nothing", needs("cdp"), async (t) => {
  const tabs = await openMany(30, "local");
  await isFlat(t, tabs, "refreshes under the lock", 300, async (rounds) => {
    const live = ({ client }) => client.getAccessToken({ forceRefresh: true });
    for (let round = 0; round < rounds; round += many.length) await Promise.all(many.map(live));
    // A lock is held a moment longer than its renewal: how many there are at the end is chance.
    while ((await navigator.locks.query()).held.length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  });
});

test("a thousand clients that are opened and closed leave nothing", needs("cdp"), async (t) => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 1);
  await tabs.signIn();
  await isFlat(t, tabs, "clients", 500, async (rounds, config) => {
    for (let round = 0; round < rounds; round += 1) {
      const client = await sdk.createClient(config);
      client.subscribe(() => {});
      await client.getAccessToken();
      client.close();
    }
  });
});

test("requests whose token is refused leave nothing of the refusal", needs("cdp"), async (t) => {
  const tabs = await openMany(5, "memory");
  await isFlat(t, tabs, "refused tokens", 100, async (rounds) => {
    const { fetch } = globalThis;
    const live = async ({ client, sample }) => {
      let refusals = 0;
      globalThis.fetch = (input, init) => {
        if (!String(input.url ?? input).startsWith(sample) || refusals++ > 0) return fetch(input, init);
        const headers = new Headers(init?.headers ?? input.headers);
        headers.set("authorization", "Bearer 00D!worn-out");
        return fetch(input, { ...init, headers });
      };
      await (await client.fetch(sample)).text();
    };
    for (let round = 0; round < rounds; round += 1) await live(many[round % many.length]);
    globalThis.fetch = fetch;
  });
});

test("waiting in vain for the lock that tabs share leaves nothing", needs("cdp"), async (t) => {
  const tabs = await openMany(30, "local", 500);
  await isFlat(t, tabs, "waits in vain", 60, async (rounds) => {
    const live = async ({ client, config: { siteUrl, clientId } }) => {
      const lock = `headless-identity:${siteUrl}:${clientId}`;
      const never = new Promise(() => {});
      await new Promise((held) => navigator.locks.request(lock, () => (held(), never)).catch(() => "stolen"));
      const renew = () => client.getAccessToken({ forceRefresh: true }).catch(() => undefined);
      while (!(await renew())); // times out until patience is at its end, and the lock is taken
    };
    for (let round = 0; round < rounds; round += many.length) await Promise.all(many.map(live));
    while ((await navigator.locks.query()).held.length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  });
});

test("a lock that comes when the waiting for it was given up is free again", async () => {
  const tabs = await openMany(1, "local", 500);
  const [page] = tabs.pages;
  await page.evaluate(async () => {
    const [{ client, config: { siteUrl, clientId } }] = many;
    const request = LockManager.prototype.request;
    // As where the lock is granted in the very instant in which the waiting ends: the end of it comes too late.
    LockManager.prototype.request = function (name, { signal, ...options }, granted) {
      globalThis.givenUp ||= signal !== undefined;
      return request.call(this, name, options, granted);
    };
    const holding = (held) => request.call(navigator.locks, `headless-identity:${siteUrl}:${clientId}`, () => (held(), new Promise(() => {})));
    await new Promise((held) => holding(held).catch(() => "stolen"));
    const renew = () => client.getAccessToken({ forceRefresh: true }).catch(() => undefined);
    while (!(await renew()));
  });
  assert.equal(await page.evaluate(() => givenUp), true);
  const locks = () => page.evaluate(async () => Object.values(await navigator.locks.query()).flat().length);
  await awaitEqual(locks, 0, 5_000);
  await tabs.close();
});

/**
 * A page with clients under `many`, each at a site of its own: what they do at once takes little longer than one. A time limit
 * holds once they are signed in.
 */
async function openMany(count, storage, timeoutMs) {
  const sites = await Promise.all(Array.from({ length: count }, () => makeSiteOfTwo()));
  const tabs = await Tabs.open(sites[0], 1);
  await tabs.pages[0].evaluate(
    async ([sites, storage, timeoutMs]) => {
      const sign = async ({ config, user, sample }) => {
        const client = await sdk.createClient({ ...config, storage });
        await client.login({ username: user.username, password: user.password });
        if (!timeoutMs) return { client, config, user, sample };
        client.close();
        return { client: await sdk.createClient({ ...config, storage, timeoutMs }), config, user, sample };
      };
      globalThis.many = await Promise.all(sites.map(sign));
    },
    [sites, storage, timeoutMs],
  );
  return tabs;
}

/** Runs the rounds twice, and compares what the page holds on to after the first time and after the second. */
async function isFlat(t, tabs, what, rounds, live) {
  const [page] = tabs.pages;
  const measure = await meter(page);
  const source = `(${live})(${rounds}, ${JSON.stringify(tabs.config)})`;
  await page.evaluate(source);
  const before = await measure();
  await page.evaluate(source);
  const { coreBytes, listeners, heapBytes, text } = growth(before, await measure());
  t.diagnostic(`${what} ${2 * rounds}, in the second half: ${text}`);
  assert.equal(listeners, 0);
  assert.ok(coreBytes <= CORE_PAGE_BYTES && heapBytes <= HEAP_BYTES, text);
  await tabs.close();
}
