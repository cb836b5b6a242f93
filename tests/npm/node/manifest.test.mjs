/** What the package's manifest tells npm. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

const manifest = JSON.parse(await readFile(new URL(import.meta.resolve("headless-identity/package.json")), "utf8"));

test("it installs beside every version of every framework: npm checks the range of an optional peer too", () => {
  const { peerDependencies, peerDependenciesMeta } = manifest;
  assert.ok(Object.keys(peerDependencies).includes("svelte"));
  for (const [name, range] of Object.entries(peerDependencies)) {
    assert.deepEqual([range, peerDependenciesMeta[name]], ["*", { optional: true }], name);
  }
});
