/** Many that want a token at once. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { LIFETIME_SEC, makeSiteOfTwo, Tabs } from "./lib/tabs.mjs";

const CALLS = 100;

test("a hundred calls at once are one refresh", async (t) => {
  for (const storage of ["memory", "local"]) {
    const site = await makeSiteOfTwo();
    const tabs = await Tabs.open(site, 1, { storage });
    await tabs.signIn();
    await tabs.advance(LIFETIME_SEC);
    await site.forgetRequests();
    const tokens = await tabs.pages[0].evaluate(
      (calls) => Promise.all(Array.from({ length: calls }, () => client.getAccessToken())),
      CALLS,
    );
    assert.equal(tokens.length, CALLS);
    assert.equal(new Set(tokens).size, 1);
    assert.equal(await site.refreshes(), 1);
    t.diagnostic(`storage ${storage}, calls ${CALLS}, refreshes 1`);
    await tabs.close();
  }
});

test("two clients in one page share one refresh", async () => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 1);
  await tabs.signIn();
  await tabs.advance(LIFETIME_SEC);
  await site.forgetRequests();
  const tokens = await tabs.pages[0].evaluate(async (config) => {
    const clients = [client, await sdk.createClient(config)];
    return Promise.all(clients.map((client) => client.getAccessToken()));
  }, tabs.config);
  assert.equal(new Set(tokens).size, 1);
  assert.equal(await site.refreshes(), 1);
  await tabs.close();
});

test("a caller that gives up leaves the refresh to the others, in this tab and the next", async () => {
  const site = await makeSiteOfTwo();
  const tabs = await Tabs.open(site, 2);
  await tabs.signIn();
  await tabs.advance(LIFETIME_SEC);
  await site.forgetRequests();
  await site.faults({ path: "/token", kind: "delay", ms: 300 });
  const [first, second] = tabs.pages;
  const outcomes = first.evaluate(async () => {
    const giver = new AbortController();
    const calls = [client.getAccessToken({ signal: giver.signal }), client.getAccessToken()];
    giver.abort();
    return (await Promise.allSettled(calls)).map(({ status, reason }) => reason?.code ?? status);
  });
  assert.equal(await tabs.visitFrom(second), site.user.id);
  assert.deepEqual(await outcomes, ["aborted", "fulfilled"]);
  assert.equal(await site.refreshes(), 1);
  await tabs.close();
});
