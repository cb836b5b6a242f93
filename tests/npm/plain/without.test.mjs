/** A login, a renewal and a sign-out in pages that lack something, one thing after the other. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openContext, openPage } from "../lib/browser.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { serve } from "../lib/serve.mjs";
import { WITHOUT } from "../lib/without.mjs";

const origin = await serve(import.meta.dirname);

/** What a polyfill brings to old browsers and what the package does not ask for. */
const UNUSED = [
  ["Object.hasOwn", () => delete Object.hasOwn],
  ["Promise.allSettled", () => delete Promise.allSettled],
  ["globalThis.queueMicrotask", () => delete globalThis.queueMicrotask],
  ["crypto.subtle", () => delete Crypto.prototype.subtle],
];

async function openPageWithout(what, takeAway) {
  const context = await openContext();
  await context.addInitScript(takeAway);
  const page = await openPage(`${origin}/`, context);
  assert.equal(await page.evaluate(`typeof (${what})`), "undefined", "it is taken away");
  return page;
}

for (const [what, takeAway] of [...Object.values(WITHOUT).map(({ is, takeAway }) => [is, takeAway]), ...UNUSED]) {
  test(`a session without ${what}`, async () => {
    const { config, user, sample } = await makeSite(origin);
    const page = await openPageWithout(what, takeAway);
    const seen = await page.evaluate(
      async ([config, { username, password }, sample]) => {
        const client = await sdk.createClient({ ...config, storage: "local" });
        const events = [];
        client.subscribe(({ type }) => events.push(type));
        client.subscribe(() => { throw new Error("a listener of the app's"); });
        const { userId } = await client.login({ username, password });
        const first = await client.getAccessToken();
        const renewed = await client.getAccessToken({ forceRefresh: true });
        const { status } = await client.fetch(sample);
        const wrong = await client.login({ username, password: "wrong" }).catch((error) => error);
        const controller = new AbortController();
        const givenUp = client.userInfo({ signal: controller.signal }).catch((error) => error);
        controller.abort();
        await client.logout();
        const codes = [wrong, await givenUp].map((error) => sdk.isHeadlessIdentityError(error) && error.code);
        return { userId, isRenewed: first !== renewed, status, codes, events, session: client.session() };
      },
      [config, user, sample],
    );
    assert.deepEqual(seen, {
      userId: user.id,
      isRenewed: true,
      status: 200,
      codes: ["invalid_credentials", "aborted"],
      events: ["signed-in", "refreshed", "signed-out"],
      session: null,
    });
  });
}
