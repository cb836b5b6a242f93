// The entries for Vue and Svelte outside a page, and the samples for Solid, Lit and the fake client. In a page: ../vue, ../solid and others.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { createFakeClient } from "headless-identity/testing";
import { headlessIdentity as svelteIdentity } from "headless-identity/svelte";
import { headlessIdentity, useClient, useSession } from "headless-identity/vue";
import { createSSRApp, effectScope } from "vue";
import { sampleOf, textOf } from "./lib/documents.mjs";
import { write } from "./lib/write.mjs";

test("Vue: outside a component the session follows until its scope ends", async () => {
  const client = createFakeClient();
  const app = createSSRApp({}).use(headlessIdentity, { client });
  const scope = effectScope();
  const session = app.runWithContext(() => scope.run(() => useSession()));
  assert.equal(app.runWithContext(() => useClient()), client);
  assert.equal(session.value, null);
  const guest = await client.continueAsGuest();
  assert.equal(session.value, guest);
  scope.stop();
  await client.logout();
  assert.equal(session.value, guest);
});

test("Vue: without the plugin the hooks say so", () => {
  assert.throws(() => createSSRApp({}).runWithContext(() => useSession()), /app\.use\(headlessIdentity/);
});

test("Svelte: a store that follows the session as long as it has a subscriber", async () => {
  const client = createFakeClient({ session: { userId: "005ADA" } });
  const identity = svelteIdentity({ client });
  const seen = [];
  const end = identity.subscribe((session) => seen.push(session?.userId ?? session));
  await client.logout();
  end();
  await client.login({ username: "ada", password: "secret" });
  assert.deepEqual(seen, ["005ADA", null]);
  assert.equal(await identity.ready, client.session());
  assert.equal(identity.session, client.session());
});

for (const [framework, file] of [["solid", "create-session.js"], ["lit", "session-controller.js"]]) {
  test(`${framework}: the sample is the one that the project's app has`, () => {
    assert.equal(`${sampleOf("docs/javascript.md", { name: file }).text}\n`, textOf(`tests/npm/${framework}/src/${file}`));
  });
}

test("Yew: the native test is the one that runs as the crate's own", () => {
  const { text } = sampleOf("docs/yew.md", { heading: "Tests", language: "rust" });
  assert.ok(textOf("tests/guide/main.rs").endsWith(`\n\n${text}\n`));
});

test("the fake client's sample runs", () => {
  const file = join(import.meta.dirname, ".samples/modules/fake-client.js");
  write(file, sampleOf("docs/javascript.md", { heading: "Tests of your own code" }).text);
  assert.equal(execFileSync(process.execPath, [file], { encoding: "utf8" }), "[]\n");
});
