/** Requests as they look to what an app, or a tool of it, has put around the page's `fetch`. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeSite } from "../lib/model-site.mjs";
import { openWatchedPage } from "../lib/outcomes.mjs";
import { serve } from "../lib/serve.mjs";

const origin = await serve(import.meta.dirname);

/** A page whose `fetch` notes each request, and reads a copy of each answer in its own time, as tools for monitoring do. */
async function start() {
  const site = await makeSite(origin);
  const page = await openWatchedPage(`${origin}/`);
  await page.evaluate((config) => {
    globalThis.seen = [];
    const { fetch } = globalThis;
    globalThis.fetch = async (input, init) => {
      const noted = { path: new URL(input.url ?? input).pathname.split("/").at(-1), input, init };
      seen.push(noted);
      const answer = await fetch(input, init);
      const copy = answer.clone();
      const later = new Promise((resolve) => setTimeout(resolve, 300));
      noted.reading = later.then(() => copy.text()).then(() => "read", ({ name }) => name);
      return answer;
    };
    globalThis.making = sdk.createClient(config);
  }, site.config);
  return { site, page };
}

/** Runs in the page: a session's life, with a request of each kind. */
async function liveThrough({ user: { username, password }, sample }) {
  const client = await making;
  await client.continueAsGuest();
  await client.login({ username, password });
  await client.getAccessToken({ forceRefresh: true });
  await client.userInfo();
  await (await client.fetch(sample)).json();
  await client.startPasswordlessLogin({ username, method: "email", recaptcha: "ok" });
  await client.logout();
}

test("a copy of an answer can be read later, and a signal whose answer was read stays quiet", async () => {
  const { site, page } = await start();
  await page.evaluate(liveThrough, { user: site.user, sample: site.sample });
  const seen = await page.evaluate(() =>
    Promise.all(
      seen.map(async ({ path, input, init, reading }) => {
        const outcome = await reading;
        return [path, outcome, (init?.signal ?? input.signal)?.aborted ?? false];
      }),
    ),
  );
  assert.equal(seen.length, 9);
  assert.deepEqual(seen, seen.map(([path]) => [path, "read", false]));
  assert.deepEqual(await page.evaluate(() => rejections), []);
});

test("requests are made with an address as text, and a plain object", async () => {
  const { site, page } = await start();
  await page.evaluate(liveThrough, { user: site.user, sample: site.sample });
  const seen = await page.evaluate(
    (sample) =>
      seen
        .filter(({ input }) => (input.url ?? input) !== sample) // what the app asks for is its own affair
        .map(({ path, input, init }) => [path, typeof input, typeof init?.method, init?.credentials]),
    site.sample,
  );
  assert.equal(seen.length, 8);
  assert.deepEqual(seen, seen.map(([path]) => [path, "string", "string", "omit"]));
});
