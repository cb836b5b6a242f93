/** A page that stays open for long: nothing grows. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { meter } from "./lib/meter.mjs";
import { makeSiteOfTwo, Tabs } from "./lib/tabs.mjs";

const BATCHES = 10;
/** What may come and go without being a leak: one page of the wasm's allocator, and what V8 notes down about hot code. */
const WASM_PAGE_BYTES = 65_536;
const HEAP_BYTES = 100_000;

test("a thousand logins and a thousand refreshes leave nothing", async (t) => {
  const tabs = await openMany(5, "memory");
  await isFlat(t, tabs, "logins and refreshes", 100, async (rounds) => {
    const { signal } = (globalThis.controller ??= new AbortController()); // one for all calls, as an app's root has it
    const live = async ({ client, user: { username, password } }) => {
      await client.login({ username, password, signal });
      await client.getAccessToken({ forceRefresh: true, signal });
      client.subscribe(() => {})();
    };
    for (let round = 0; round < rounds; round += many.length) await Promise.all(many.map(live));
  });
});

test("refreshes under the lock that tabs share leave nothing", async (t) => {
  const tabs = await openMany(30, "local");
  await isFlat(t, tabs, "refreshes under the lock", 60, async (rounds) => {
    const live = ({ client }) => client.getAccessToken({ forceRefresh: true });
    for (let round = 0; round < rounds; round += many.length) await Promise.all(many.map(live));
  });
});

test("a thousand clients that are opened and closed leave nothing", async (t) => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 1);
  await tabs.signIn();
  await isFlat(t, tabs, "clients", 100, async (rounds, config) => {
    for (let round = 0; round < rounds; round += 1) {
      const client = await sdk.createClient(config);
      client.subscribe(() => {});
      await client.getAccessToken();
      client.close();
    }
  });
});

/** A page with clients under `many`, each at a site of its own: what they do at once takes little longer than one. */
async function openMany(count, storage) {
  const sites = await Promise.all(Array.from({ length: count }, () => makeSiteOfTwo()));
  const tabs = await Tabs.open(sites[0], 1);
  await tabs.pages[0].evaluate(
    async ([sites, storage]) => {
      const sign = async ({ config, user }) => {
        const client = await sdk.createClient({ ...config, storage });
        await client.login({ username: user.username, password: user.password });
        return { client, user };
      };
      globalThis.many = await Promise.all(sites.map(sign));
    },
    [sites, storage],
  );
  return tabs;
}

/** Runs batches of rounds in the page, and compares what the page holds on to after the first half and after the last. */
async function isFlat(t, tabs, what, rounds, live) {
  const [page] = tabs.pages;
  const measure = await meter(page);
  const source = `(${live})(${rounds}, ${JSON.stringify(tabs.config)})`;
  const seen = [];
  for (let batch = 0; batch < BATCHES; batch += 1) {
    await page.evaluate(source);
    seen.push(await measure());
  }
  const before = seen[BATCHES / 2 - 1];
  const after = seen.at(-1);
  const changes = Object.keys(after).map((key) => `${key} ${before[key]} → ${after[key]}`);
  t.diagnostic(`${what} ${rounds * BATCHES}, in the second half: ${changes.join(", ")}`);
  assert.equal(after.listeners, before.listeners);
  assert.ok(after.wasmBytes - before.wasmBytes <= WASM_PAGE_BYTES, "wasm memory");
  assert.ok(after.heapBytes - before.heapBytes <= HEAP_BYTES, "the page's heap");
  await tabs.close();
}
