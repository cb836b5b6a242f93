// What the package weighs, against its budget. `cargo xtask test size` installs the tarball first.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { compare, explain, flatten } from "./lib/budget.mjs";
import { sizes } from "./lib/package-sizes.mjs";

const budget = JSON.parse(readFileSync(new URL("budget.json", import.meta.url), "utf8"));
const figures = flatten(await sizes());

for (const verdict of compare(figures, budget)) {
  test(`${verdict.name} keeps its budget`, (t) => {
    assert.ok(verdict.verdict === "kept" || verdict.verdict === "shrunk", explain(verdict));
    if (verdict.verdict === "shrunk") t.diagnostic(explain(verdict));
  });
}

test("every budget has its figure and its reason", () => {
  assert.deepEqual(Object.keys(budget), Object.keys(figures));
  for (const [name, { reason }] of Object.entries(budget)) assert.ok(reason, name);
});
