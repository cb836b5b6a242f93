/** Pages that lack something which most have. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "../lib/browser.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { serve } from "../lib/serve.mjs";

const origin = await serve(import.meta.dirname);

test("an error is recognised in a browser without Object.hasOwn", async () => {
  const page = await openPage(`${origin}/`);
  const seen = await page.evaluate(async () => {
    delete Object.hasOwn;
    const error = await sdk.createClient({}).then(() => undefined, (error) => error);
    const foreign = [new Error("no"), Object.create(error), null, { ...error }];
    return { known: sdk.isHeadlessIdentityError(error), code: error.code, foreign: foreign.map(sdk.isHeadlessIdentityError) };
  });
  assert.deepEqual(seen, { known: true, code: "invalid_config", foreign: [false, false, false, false] });
});

test("where a page may not check signatures the hint says which page may", async () => {
  const { config, user } = await makeSite(origin);
  const page = await openPage(`${origin}/`);
  const failure = await page.evaluate(async ([config, { username, password }]) => {
    // As it is on a page that came by http: from anywhere but this machine.
    Object.defineProperty(crypto, "subtle", { value: undefined });
    try {
      const client = await sdk.createClient({ ...config, idToken: "signature" });
      await client.login({ username, password });
    } catch (error) {
      return error.toJSON();
    }
  }, [config, user]);
  assert.ok(failure, "nobody is signed in by a token that was not checked");
  assert.match(failure.hint, /secure context|https/i);
  assert.notEqual(failure.code, "wasm_unavailable");
});
