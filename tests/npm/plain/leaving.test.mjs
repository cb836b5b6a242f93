/** A sign-out, and then the page is gone: the site hears of it all the same. */

import assert from "node:assert/strict";
import { connect, createServer } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { needs, openContextOf, openPage } from "../lib/browser.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { openWatchedPage } from "../lib/outcomes.mjs";
import { serve } from "../lib/serve.mjs";

const origin = await serve(import.meta.dirname);

/** Whether nobody is signed in any more, as the org sees it, before long. */
async function isEnded(site, ms = 4_000) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(50)) {
    if ((await site.oauthSessions()).length === 0) return true;
  }
  return false;
}

/**
 * The way to a server over a network where it takes half a second until a connection is there. What is given up before that
 * has never been sent.
 */
async function slowWayTo({ hostname, port }) {
  const server = createServer(async (near) => {
    const early = [];
    let isOver = false;
    near.on("data", (bytes) => early.push(bytes)).on("close", () => (isOver = true)).on("error", () => {});
    await sleep(500);
    if (isOver) return;
    const far = connect(port, hostname).on("error", () => near.destroy());
    near.removeAllListeners("data");
    for (const bytes of early) far.write(bytes);
    near.pipe(far).pipe(near);
  });
  server.unref();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server.address().port;
}

/** Signs in on a page, and opens another one in a browser that finds the session and has no connection to the site yet. */
async function openSignedIn(t, site) {
  const config = { ...site.config, storage: "local" };
  const page = await openPage(`${origin}/`);
  const person = { username: site.user.username, password: site.user.password };
  await page.evaluate(([config, person]) => sdk.createClient(config).then((client) => client.login(person)), [config, person]);
  const kept = await page.evaluate(() => ({ ...localStorage }));
  await page.context().close();

  const { host, hostname, port } = new URL(site.config.siteUrl);
  const way = await slowWayTo({ hostname, port });
  const context = await openContextOf(t, { flags: [`--host-resolver-rules=MAP ${host} 127.0.0.1:${way}`] });
  const fresh = await openPage(`${origin}/`, context);
  await fresh.evaluate((kept) => Object.assign(localStorage, kept), kept);
  await fresh.evaluate(async (config) => void (globalThis.client = await sdk.createClient(config)), config);
  assert.equal((await fresh.evaluate(() => client.session()))?.userId, site.user.id);
  return fresh;
}

/** How a page goes away as it signs out. Each runs in the page. */
const DEPARTURES = {
  "in the same tick": () => {
    client.logout().catch(() => {});
    location.assign("/?signed-out");
  },
  "right afterwards": () => {
    client.logout().catch(() => {});
    Promise.resolve().then(() => location.assign("/?signed-out"));
  },
};

for (const [when, leave] of Object.entries(DEPARTURES)) {
  test(`the site hears of a sign-out on a page that leaves ${when}`, needs("flags"), async (t) => {
    const site = await makeSite(origin);
    const page = await openSignedIn(t, site);
    await page.evaluate(leave);
    await page.waitForURL(/signed-out/);
    assert.ok(await isEnded(site));
  });
}

test("the site hears of a sign-out before a slow store has forgotten it", async () => {
  const site = await makeSite(origin);
  const page = await openWatchedPage(`${origin}/`);
  await page.evaluate(async ({ config, user: { username, password } }) => {
    const kept = new Map();
    const storage = {
      get: (key) => kept.get(key),
      set: (key, value) => void kept.set(key, value),
      remove: (key) => new Promise((resolve) => setTimeout(() => resolve(kept.delete(key)), 5_000)),
    };
    globalThis.client = await sdk.createClient({ ...config, storage });
    await client.login({ username, password });
  }, site);
  await page.evaluate(DEPARTURES["in the same tick"]);
  await page.waitForURL(/signed-out/);
  assert.ok(await isEnded(site));
});

test("what ends a session at the site is sent with keepalive, whoever ended it", async () => {
  const site = await makeSite(origin);
  const page = await openWatchedPage(`${origin}/`);
  const revocations = await page.evaluate(async ({ config, user: { username, password } }) => {
    const seen = [];
    const { fetch } = globalThis;
    globalThis.fetch = (input, init) => {
      if (String(input.url ?? input).endsWith("/revoke")) seen.push(init?.keepalive ?? input.keepalive);
      return fetch(input, init);
    };
    const client = await sdk.createClient(config);
    await client.login({ username, password });
    await client.login({ username, password }); // the token of the first is of no use any more
    await client.logout({ toGuest: true });
    await client.login({ username, password });
    await client.logout();
    return seen;
  }, site);
  assert.deepEqual(revocations, [true, true, true]);
});
