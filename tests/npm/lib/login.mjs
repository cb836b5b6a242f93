/** What must work in every tool chain: the tests that each consumer app runs. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "./browser.mjs";
import { makeSite } from "./model-site.mjs";

/** Chromium preflights both hops of a login for the sake of `Auth-Request-Type`: fewer requests are not possible. */
const FIRST_LOGIN = [
  "OPTIONS /services/oauth2/authorize",
  "POST /services/oauth2/authorize",
  "OPTIONS /services/oauth2/echo",
  "GET /services/oauth2/echo",
  "POST /services/oauth2/token",
];

/** @param {string} name of the tool chain @param {string} origin of the running app */
export function loginTests(name, origin) {
  test(`${name}: a first login takes five requests`, async () => {
    const site = await makeSite(origin);
    const page = await openPage(`${origin}/`);

    const { returned, kept, events } = await page.evaluate(async ({ config, user }) => {
      const client = await sdk.createClient(config);
      const events = [];
      client.subscribe(({ type, session, fromOtherTab }) => events.push({ type, fromOtherTab, same: session === client.session() }));
      const returned = await client.login({ username: user.username, password: user.password });
      return { returned, kept: client.session() === returned && Object.isFrozen(returned), events };
    }, site);

    assert.equal(returned.kind, "user");
    assert.equal(returned.userId, site.user.id);
    assert.ok(kept, "session() gives the very value, frozen");
    assert.deepEqual(events, [{ type: "signed-in", fromOtherTab: false, same: true }]);
    assert.deepEqual(await site.requests(), FIRST_LOGIN);
  });

  test(`${name}: a wrong password is told apart, and the next login works`, async () => {
    const site = await makeSite(origin);
    const page = await openPage(`${origin}/`);

    const { failure, session } = await page.evaluate(async ({ config, user: { username, password } }) => {
      const client = await sdk.createClient(config);
      const failure = await client.login({ username, password: "not-her-password" }).catch((error) => ({
        known: sdk.isHeadlessIdentityError(error),
        ...error.toJSON(),
      }));
      return { failure, session: await client.login({ username, password }) };
    }, site);

    assert.ok(failure.known);
    assert.equal(failure.code, "invalid_credentials");
    assert.equal(failure.step, "authorize");
    assert.equal(failure.retryable, false);
    assert.ok(failure.hint);
    assert.equal(session.userId, site.user.id);
  });
}
