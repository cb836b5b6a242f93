/** A page that stays open for long: nothing grows. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeSiteOfTwo, Tabs } from "./lib/tabs.mjs";

const BATCHES = 10;
/** What may come and go without being a leak: one page of the wasm's allocator, and what V8 notes down about hot code. */
const WASM_PAGE_BYTES = 65_536;
const HEAP_BYTES = 100_000;

test("a thousand logins and a thousand refreshes leave nothing", async (t) => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 1, { storage: "memory" });
  await isFlat(t, tabs, "logins and refreshes", 100, async (rounds, { user: { username, password } }) => {
    const { signal } = (globalThis.controller ??= new AbortController()); // one for all calls, as an app's root has it
    for (let round = 0; round < rounds; round += 1) {
      await client.login({ username, password, signal });
      await client.getAccessToken({ forceRefresh: true, signal });
      client.subscribe(() => {})();
    }
    events.length = 0;
  });
});

test("refreshes under the lock that tabs share leave nothing", async (t) => {
  const site = await makeSiteOfTwo();
  const others = await Promise.all(Array.from({ length: 29 }, () => makeSiteOfTwo()));
  const tabs = await Tabs.open(site, 1);
  // A lock for each site: many at once take no longer than one.
  await tabs.pages[0].evaluate(async (sites) => {
    globalThis.clients = await Promise.all(sites.map(({ config }) => sdk.createClient({ ...config, storage: "local" })));
    await Promise.all(sites.map(({ user: { username, password } }, index) => clients[index].login({ username, password })));
  }, [site, ...others]);
  await isFlat(t, tabs, "refreshes under the lock", 60, async (rounds) => {
    for (let round = 0; round < rounds; round += clients.length) {
      await Promise.all(clients.map((client) => client.getAccessToken({ forceRefresh: true })));
    }
    events.length = 0;
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

/** Runs batches of rounds in the page, and compares what the page holds on to after the first half and after the last. */
async function isFlat(t, tabs, what, rounds, live) {
  const [page] = tabs.pages;
  const measure = await meter(page);
  const source = `(${live})(${rounds}, ${JSON.stringify({ ...tabs.config, user: tabs.site.user })})`;
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

/** What the page holds on to when its garbage has been collected. */
async function meter(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  return async function measure() {
    // Twice, with a turn between: what a finalizer lets go of is collected the second time.
    for (let time = 0; time < 2; time += 1) {
      await cdp.send("HeapProfiler.collectGarbage");
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    }
    const { metrics } = await cdp.send("Performance.getMetrics");
    const metric = (name) => metrics.find((metric) => metric.name === name).value;
    return {
      wasmBytes: await page.evaluate(() => wasmMemory.buffer.byteLength),
      listeners: metric("JSEventListeners"),
      heapBytes: metric("JSHeapUsedSize"),
    };
  };
}
