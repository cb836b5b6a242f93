import assert from "node:assert/strict";
import { test } from "node:test";
import { compare, explain, flatten, renew } from "./lib/budget.mjs";

const budget = { login: { bytes: 1000, reason: "first" }, slim: { bytes: 100, reason: "second" } };

test("three percent either way are kept", () => {
  for (const bytes of [970, 1000, 1030]) assert.equal(compare({ login: bytes }, budget)[0].verdict, "kept");
  assert.equal(compare({ login: 1031 }, budget)[0].verdict, "grown");
  assert.equal(compare({ login: 969 }, budget)[0].verdict, "shrunk");
});

test("a figure that has no budget is not passed over", () => {
  const [verdict] = compare({ react: 1 }, budget);
  assert.equal(verdict.verdict, "new");
  assert.match(explain(verdict), /^react: 1 bytes, and no budget.*cargo xtask budget/);
});

test("what is said names the figure, both numbers and the remedy", () => {
  const [grown, shrunk] = compare({ login: 1100, slim: 50 }, budget).map(explain);
  assert.match(grown, /^login: 1,100 bytes, budget 1,000 \(\+10\.0 %\).*cargo xtask budget/);
  assert.match(shrunk, /^slim: 50 bytes, budget 100 \(−50\.0 %\).*lowered/);
  assert.equal(explain(compare({ login: 1000 }, budget)[0]), undefined);
});

test("only what moved gets the new reason, and what is gone has no budget", () => {
  assert.deepEqual(renew({ login: 1010, react: 5 }, budget, "hooks"), {
    login: { bytes: 1000, reason: "first" },
    react: { bytes: 5, reason: "hooks" },
  });
  assert.throws(() => renew({ login: 2000 }, budget, " "), /empty/);
});

test("weights become one figure each", () => {
  assert.deepEqual(flatten({ login: { raw: 3, gzip: 2 } }), { "login, raw": 3, "login, gzip": 2 });
});
