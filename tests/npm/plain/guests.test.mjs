/** A visitor is one visitor, however many parts of the app begin with one. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "../lib/browser.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { serve } from "../lib/serve.mjs";

const origin = await serve(import.meta.dirname);

test("a visitor who begins twice at once is one visitor", async () => {
  const site = await makeSite(origin);
  const page = await openPage(`${origin}/`);
  const seen = await page.evaluate(async (config) => {
    const client = await sdk.createClient(config);
    const heard = [];
    client.subscribe(({ type }) => heard.push(type));
    const both = await Promise.all([client.continueAsGuest(), client.continueAsGuest()]);
    return { uvids: both.map(({ uvid }) => uvid), kept: client.session().uvid, heard };
  }, site.config);
  assert.equal(seen.uvids[0], seen.uvids[1]);
  assert.equal(seen.kept, seen.uvids[0]);
  assert.deepEqual(seen.heard, ["guest"]);
  const asked = (await site.requests()).filter((request) => request === "POST /services/oauth2/authorize");
  assert.equal(asked.length, 1);
});

test("two visitors with ids of their own are two, also at once", async () => {
  const site = await makeSite(origin);
  const page = await openPage(`${origin}/`);
  const ids = ["0f8fad5b-d9cb-469f-a165-70867728950e", "7c9e6679-7425-40de-944b-e07fc1f90ae7"];
  const uvids = await page.evaluate(async ([config, ids]) => {
    const client = await sdk.createClient(config);
    const both = await Promise.all(ids.map((uvid) => client.continueAsGuest({ uvid })));
    return both.map(({ uvid }) => uvid);
  }, [site.config, ids]);
  assert.deepEqual(uvids, ids);
});

test("of two who begin the one that gives up does not take the other along", async () => {
  const { config } = await makeSite(origin);
  const page = await openPage(`${origin}/`);
  const outcomes = await page.evaluate(async (config) => {
    const client = await sdk.createClient(config);
    const controller = new AbortController();
    const both = [client.continueAsGuest({ signal: controller.signal }), client.continueAsGuest()];
    controller.abort();
    return (await Promise.allSettled(both)).map(({ status, reason }) => reason?.code ?? status);
  }, config);
  assert.deepEqual(outcomes, ["aborted", "fulfilled"]);
});
