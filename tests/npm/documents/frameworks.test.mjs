// The samples for Vue, Svelte and tests, in Node.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { createFakeClient } from "headless-identity/testing";
import { effectScope } from "vue";
import { sampleOf } from "./lib/documents.mjs";
import { write } from "./lib/write.mjs";

/** Address of the sample as a module. */
function moduleOf(where, name) {
  const file = join(import.meta.dirname, ".samples/modules", name);
  write(file, sampleOf("docs/javascript.md", where).text);
  return file;
}

test("Vue: a ref that follows the session until its scope ends", async () => {
  const { useSession } = await import(moduleOf({ name: "use-session.js" }, "use-session.js"));
  const client = createFakeClient();
  const scope = effectScope();
  const session = scope.run(() => useSession(client));
  assert.equal(session.value, null);
  const guest = await client.continueAsGuest();
  assert.equal(session.value, guest);
  scope.stop();
  await client.logout();
  assert.equal(session.value, guest);
});

test("Svelte: a store that follows the session while somebody looks", async () => {
  const { sessionOf } = await import(moduleOf({ name: "session-store.js" }, "session-store.js"));
  const client = createFakeClient({ session: { userId: "005ADA" } });
  const seen = [];
  const end = sessionOf(client).subscribe((session) => seen.push(session?.userId ?? session));
  await client.logout();
  end();
  await client.login({ username: "ada", password: "secret" });
  assert.deepEqual(seen.slice(-2), ["005ADA", null]);
});

test("the fake client's sample runs", () => {
  const file = moduleOf({ heading: "Tests of your own code" }, "fake-client.js");
  assert.equal(execFileSync(process.execPath, [file], { encoding: "utf8" }), "[]\n");
});
