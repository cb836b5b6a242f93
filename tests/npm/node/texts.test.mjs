/** Messages and hints: in CommonJS as in modules, and in the core not at all. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as modules from "headless-identity";

const CONFIG = { siteUrl: "https://shop.example/portal", clientId: "app" };
const distributed = (name) => new URL(name, import.meta.resolve("headless-identity"));

test("an error in CommonJS has the same texts", async () => {
  const commonJs = createRequire(import.meta.url)("headless-identity");
  const tell = async ({ createClient, pkceChallenge }) => {
    const client = await createClient(CONFIG);
    const calls = [createClient({}), client.login({}), client.getAccessToken(), client.login({ username: "a", password: 7 }), pkceChallenge("x")];
    return Promise.all(calls.map((call) => call.catch((error) => error.toJSON())));
  };
  const [told, expected] = await Promise.all([tell(commonJs), tell(modules)]);
  assert.deepEqual(told, expected);
  for (const { message, hint } of told) assert.ok(message && hint && !hint.includes("docs/errors.md"), hint);
});

test("the core carries no message and no hint", async () => {
  const { MESSAGES, GENERAL_HINTS, HINTS } = await import(distributed("hints.js"));
  const core = await readFile(distributed("core.wasm"), "latin1");
  const texts = [MESSAGES, GENERAL_HINTS, HINTS].flatMap(Object.values);
  assert.ok(texts.length > 100, "all of them");
  assert.deepEqual(texts.filter((text) => core.includes(text.slice(0, 25))), []);
});
