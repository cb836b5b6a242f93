/** What a browser has and a server has not. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient, isHeadlessIdentityError, lazyClient } from "headless-identity";

const CONFIG = { siteUrl: "https://shop.example/portal", clientId: "app" };

for (const storage of ["session", "local"]) {
  test(`storage "${storage}" says that there is no page to keep anything in`, async () => {
    const failure = await createClient({ ...CONFIG, storage }).then(() => undefined, (error) => error);
    assert.ok(isHeadlessIdentityError(failure));
    assert.equal(failure.code, "storage");
    assert.match(failure.hint, /server|no page/i);
  });
}

test("lazyClient does nothing on a server, and says so", async () => {
  const client = lazyClient({ ...CONFIG, storage: "local" });
  assert.equal(client.session(), undefined);
  client.subscribe(() => assert.fail("nothing happens"))();
  client.close();
  for (const call of [() => client.ready, () => client.login({ username: "ada", password: "secret" }), () => client.fetch("https://shop.example/")]) {
    const failure = await call().then(() => undefined, (error) => error);
    assert.ok(isHeadlessIdentityError(failure));
    assert.deepEqual([failure.code, failure.step], ["wasm_unavailable", "config"]);
    assert.match(failure.hint, /runs on a server/);
  }
});

test("a copy of the client's members asks for nothing, so no rejection ends the process", async () => {
  const { login } = { ...lazyClient(CONFIG) };
  assert.equal(typeof login, "function");
  await new Promise((resolve) => setTimeout(resolve, 50)); // an unhandled rejection would fail this test
});

test("on a server ready is one promise, on which a component may suspend", () => {
  const client = lazyClient(CONFIG);
  assert.equal(client.ready, client.ready);
});

test("on a server no two requests share a client, because there is none", () => {
  assert.equal(Object.getOwnPropertySymbols(globalThis).some((symbol) => /headless-identity\.clients/.test(String(symbol))), false);
});
