import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "../lib/browser.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { serve } from "../lib/serve.mjs";

const origin = await serve(import.meta.dirname);

/** Makes a client on the page and gives its session. */
const sessionOn = (page, config) =>
  page.evaluate(async (config) => {
    globalThis.client = await sdk.createClient(config);
    globalThis.events = [];
    client.subscribe(({ type, fromOtherTab }) => events.push(fromOtherTab ? `${type} elsewhere` : type));
    return client.session();
  }, config);
const login = (page, { username, password }) => page.evaluate((args) => client.login(args), { username, password });

for (const [storage, survives] of [["memory", false], ["session", true], ["local", true]]) {
  test(`storage "${storage}": a reload ${survives ? "keeps" : "ends"} the session`, async () => {
    const site = await makeSite(origin);
    const page = await openPage(`${origin}/`);
    const config = { ...site.config, storage };
    assert.equal(await sessionOn(page, config), null);
    await login(page, site.user);

    await page.reload();
    await page.waitForFunction(() => globalThis.sdk);
    assert.equal((await sessionOn(page, config))?.userId, survives ? site.user.id : undefined);
  });
}

test("tabs share a session that is kept in localStorage", async () => {
  const site = await makeSite(origin);
  const first = await openPage(`${origin}/`);
  const second = await openPage(`${origin}/`, first.context());
  const config = { ...site.config, storage: "local" };
  await sessionOn(first, config);
  await sessionOn(second, config);

  await login(first, site.user);
  await second.waitForFunction(() => client.session());
  await second.evaluate(() => client.logout());
  await first.waitForFunction(() => !client.session());
  assert.deepEqual(await first.evaluate(() => events), ["signed-in", "signed-out elsewhere"]);
  assert.deepEqual(await second.evaluate(() => events), ["signed-in elsewhere", "signed-out"]);
});

test("a store of one's own, slow or broken", async () => {
  const site = await makeSite(origin);
  const page = await openPage(`${origin}/`);
  const seen = await page.evaluate(async ({ config, user: { username, password } }) => {
    const map = new Map();
    const later = () => new Promise((resolve) => setTimeout(resolve, 5));
    const slow = {
      get: async (key) => (await later(), map.get(key)),
      set: async (key, value) => (await later(), map.set(key, value)),
      remove: (key) => map.delete(key),
    };
    const client = await sdk.createClient({ ...config, storage: slow });
    const { userId } = await client.login({ username, password });
    const again = (await sdk.createClient({ ...config, storage: slow })).session()?.userId;
    const keys = [...map.keys()];
    await client.logout();

    const full = { get: () => null, set: () => { throw new Error("full"); }, remove() {} };
    const outcome = await sdk.createClient({ ...config, storage: full }).then(
      async (client) => {
        const events = [];
        client.subscribe(({ type }) => events.push(type));
        await client.login({ username, password });
        return events;
      },
      (error) => error.code,
    );
    return { same: userId === again, prefixed: keys.every((key) => key.startsWith("headless-identity:")), left: map.size, outcome };
  }, site);
  assert.deepEqual([seen.same, seen.prefixed, seen.left], [true, true, 0]);
  assert.ok(seen.outcome === "storage" || seen.outcome.includes("storage-failed"), String(seen.outcome));
});
