import assert from "node:assert/strict";
import { test } from "node:test";
import { interleaved, order, quantile, ratios, summary } from "./lib/stats.mjs";

test("a median lies in the middle, between two where there is no middle one", () => {
  assert.equal(summary([5, 1, 3]).median, 3);
  assert.equal(summary([4, 1, 3, 2]).median, 2.5);
  assert.equal(summary([7]).median, 7);
});

test("one slow round moves the maximum and not the median", () => {
  assert.deepEqual(summary([10, 11, 900, 12, 9]), { n: 5, min: 9, p25: 10, median: 11, p75: 12, max: 900 });
});

test("numbers are sorted as numbers, and the caller's array stays as it was", () => {
  const values = [100, 9, 20];
  assert.equal(summary(values).median, 20);
  assert.deepEqual(values, [100, 9, 20]);
});

test("no measurements have no summary", () => {
  assert.throws(() => summary([]), /no measurements/);
});

test("a quantile between two measurements is on the straight line", () => {
  assert.equal(quantile([0, 10], 0.25), 2.5);
  assert.equal(quantile([0, 10, 20], 1), 20);
});

test("each of a pair comes first as often as the other", () => {
  const first = Array.from({ length: 8 }, (_, round) => order(["a", "b"], round)[0]);
  assert.equal(first.filter((name) => name === "a").length, 4);
});

test("of many each comes first now and then, and every round has them all", () => {
  const names = ["a", "b", "c", "d", "e"];
  const rounds = Array.from({ length: 20 }, (_, round) => order(names, round));
  assert.deepEqual([...new Set(rounds.map(([first]) => first))].sort(), names);
  for (const round of rounds) assert.deepEqual([...round].sort(), names);
});

test("contestants measure by turns, each as often as there are rounds", async () => {
  const turns = [];
  const result = await interleaved(["a", "b"], 4, async (name, round) => turns.push(name) && round);
  assert.equal(turns.join(""), "abbabaab");
  assert.deepEqual(result, { a: [0, 1, 2, 3], b: [0, 1, 2, 3] });
});

test("a round that is slow for both does not move their ratio", () => {
  assert.equal(ratios([3, 300, 3], [2, 200, 2]).max, 1.5);
});
