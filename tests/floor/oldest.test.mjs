/** The oldest browser, as far as one can be made of today's: all that is newer than the floor is taken away from the page. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openContext, openPage } from "../npm/lib/browser.mjs";
import { makeSite } from "../npm/lib/model-site.mjs";
import { serve } from "../npm/lib/serve.mjs";
import { newer, takeAway } from "./lib/newer.mjs";

const origin = await serve(import.meta.dirname);

test("a login, a renewal and a request in a page that has nothing newer than the floor", async (t) => {
  const { config, user, sample } = await makeSite(origin);
  const context = await openContext();
  const names = newer();
  await context.addInitScript(`(${takeAway})(${JSON.stringify(names)})`);
  const page = await openPage(`${origin}/`, context);
  const seen = await page.evaluate(
    async ([config, { username, password }, sample]) => {
      const left = ["structuredClone", "reportError", "BroadcastChannel"].filter((name) => name in globalThis);
      const client = await sdk.createClient({ ...config, storage: "local" });
      const { userId } = await client.login({ username, password });
      await client.getAccessToken({ forceRefresh: true });
      const { status } = await client.fetch(sample);
      await client.logout();
      const members = [Object.hasOwn, Array.prototype.at, Promise.withResolvers, Map.groupBy, JSON.rawJSON];
      return { left: [...left, ...members.filter((member) => member !== undefined)], userId, status };
    },
    [config, user, sample],
  );
  t.diagnostic(`taken away ${names.length}`);
  assert.deepEqual(seen, { left: [], userId: user.id, status: 200 });
});
