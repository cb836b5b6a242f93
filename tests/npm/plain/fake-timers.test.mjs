/** Fake timers, as test runners put them in the place of the page's own for a while: what they swallow never runs. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { makeSite } from "../lib/model-site.mjs";
import { openWatchedPage } from "../lib/outcomes.mjs";
import { serve } from "../lib/serve.mjs";

const origin = await serve(import.meta.dirname);

/** What begins while `queueMicrotask` is a fake one. Each runs in the page. */
const BEGINNINGS = {
  "a renewal": (client) => client.getAccessToken({ forceRefresh: true }),
  "a login": (client, _, person) => client.login(person),
  "a sign-out": (client) => client.logout(),
  "the making of a client": (_, config) => sdk.createClient(config),
};

for (const [what, begin] of Object.entries(BEGINNINGS)) {
  test(`after fake timers have swallowed ${what}, other calls and clients work`, async () => {
    const { config, user } = await makeSite(origin);
    const page = await openWatchedPage(`${origin}/`);
    const { username, password } = user;
    const seen = await page.evaluate(
      `(async (config, person) => {
        const { queueMicrotask } = globalThis;
        const known = await sdk.createClient(config);
        await known.login(person);
        globalThis.queueMicrotask = () => {};
        void (${begin})(known, config, person).catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, 200));
        globalThis.queueMicrotask = queueMicrotask;

        const outcomes = {};
        let client;
        outcomes.made = await outcomeOf(sdk.createClient(config).then((made) => (client = made)), 3_000);
        if (!client) return outcomes;
        outcomes.login = await outcomeOf(client.login(person), 3_000);
        outcomes.userInfo = await outcomeOf(client.userInfo(), 3_000);
        outcomes.logout = await outcomeOf(client.logout(), 3_000);
        outcomes.known = await outcomeOf(known.login(person), 3_000);
        return outcomes;
      })(${JSON.stringify(config)}, ${JSON.stringify({ username, password })})`,
    );
    assert.deepEqual(seen, { made: "resolved", login: "resolved", userInfo: "resolved", logout: "resolved", known: "resolved" });
  });
}
