/** What the client hands out is the same object for everybody who asks: nobody may change it for the others. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "../lib/browser.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { serve } from "../lib/serve.mjs";

const origin = await serve(import.meta.dirname);

/** Runs in the page: where a session can be changed, at any depth. */
function findChangeable(session) {
  const changeable = [];
  const visit = (value, path) => {
    if (Object(value) !== value) return;
    if (!Object.isFrozen(value)) changeable.push(path);
    for (const key of Reflect.ownKeys(value)) visit(value[key], `${path}.${String(key)}`);
  };
  visit(session, "session");
  return changeable;
}

test("a session is frozen, and so is all that is in it", async () => {
  const site = await makeSite(origin);
  const page = await openPage(`${origin}/`);
  const seen = await page.evaluate(
    `(async (site) => {
      "use strict";
      const { config, user: { username, password } } = site;
      const findChangeable = ${findChangeable};
      const client = await sdk.createClient({ ...config, storage: "session" });
      let heard;
      client.subscribe(({ session }) => (heard = session));
      const attempt = (change) => {
        try {
          change();
          return "changed";
        } catch ({ name }) {
          return name;
        }
      };
      const session = await client.login({ username, password });
      const attempts = [
        attempt(() => session.scopes.push("full")),
        attempt(() => (session.scopes[0] = "full")),
        attempt(() => (session.idTokenClaims.sub = "somebody else")),
        attempt(() => (session.idTokenClaims.x = 1)),
        attempt(() => (session.userId = "somebody else")),
      ];
      const changeable = { returned: findChangeable(session), heard: findChangeable(heard) };
      changeable.kept = findChangeable(client.session());
      await client.getAccessToken({ forceRefresh: true });
      changeable.renewed = findChangeable(client.session());
      changeable.restored = findChangeable((await sdk.createClient({ ...config, storage: "session" })).session());
      await client.continueAsGuest();
      changeable.guest = findChangeable(client.session());
      return { attempts, changeable, hasClaims: Boolean(session.idTokenClaims.sub) };
    })(${JSON.stringify({ config: site.config, user: site.user })})`,
  );
  assert.ok(seen.hasClaims, "there is something to change");
  assert.deepEqual(seen.attempts, Array(5).fill("TypeError"));
  assert.deepEqual(seen.changeable, { returned: [], heard: [], kept: [], renewed: [], restored: [], guest: [] });
});
