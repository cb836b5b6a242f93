/** What a browser asks before a request it remembers for a while, also where no `Access-Control-Max-Age` says for how long. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "../lib/browser.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { serve } from "../lib/serve.mjs";

const origin = await serve(import.meta.dirname);
const REQUESTS = 10;

test("requests with a token that follow each other are not asked about one by one", async (t) => {
  const site = await makeSite(origin);
  const page = await openPage(`${origin}/`);
  await page.evaluate(
    async ([{ config, user: { username, password }, sample }, requests]) => {
      const client = await sdk.createClient(config);
      await client.login({ username, password });
      for (let request = 0; request < requests; request += 1) await (await client.fetch(sample)).text();
    },
    [site, REQUESTS],
  );
  const [path] = site.sample.split(site.config.siteUrl).slice(1);
  const asked = (await site.requests()).filter((request) => request === `OPTIONS ${path}`).length;
  t.diagnostic(`requests ${REQUESTS}, preflights ${asked}`);
  assert.ok(asked >= 1 && asked < REQUESTS, `${asked} preflights`); // not one: where it is slow, the while is over in between
});
