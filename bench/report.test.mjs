import assert from "node:assert/strict";
import { test } from "node:test";
import { OURS, SLIM, contestants } from "./lib/contestants.mjs";
import { summary as summarised } from "./lib/stats.mjs";
import { summary, tables, where } from "./report.mjs";

const NAMES = contestants().map(({ name }) => name);
const circumstances = { date: "2026-11-24", commit: "a1", cpu: "a CPU", cores: 2, system: "linux x64", browser: "a browser", load: 0.2 };
const weight = { raw: 30_000, gzip: 20_000, brotli: 10_000 };

/** Results in which only those have been measured. */
function results(sized = NAMES, timed = NAMES) {
  const times = () => Object.fromEntries(timed.map((name) => [name, summarised([1, 2, 3])]));
  return {
    size: { where: circumstances, entries: sized.map((name) => ({ name, ...weight })), package: { "core.wasm": { ...weight, brotli: 5_000 } } },
    cold: { where: circumstances, empty: times(), warm: times(), phone: times(), asked: Object.fromEntries(timed.map((name) => [name, "/portal/token"])) },
    login: { where: circumstances, wall: { [OURS]: summarised([5]), "by hand": summarised([4]) } },
  };
}

const rowsOf = (table) => Object.fromEntries(table.rows.map(([first, ...cells], at) => [NAMES[at], cells]));
const [, { name: NEWCOMER }] = contestants().filter((each) => each.package);

test("everybody has a row, by name and version", () => {
  const { size, cold } = results();
  for (const table of [...tables({ size }).slice(0, 1), ...tables({ cold }), summary(results())]) {
    assert.deepEqual(table.rows.map(([first]) => first), contestants().map(({ name, version }) => (version ? `${name} ${version}` : name)));
    for (const row of table.rows) assert.equal(row.length, table.head.length);
  }
});

test("the slim entry is weighed with the wasm that it fetches", () => {
  assert.equal(rowsOf(summary(results()))[SLIM][0], "10.0 + 5.0");
});

test("what an entry fetches later is a figure of its own", () => {
  const all = results();
  for (const entry of all.size.entries) if (entry.name !== NEWCOMER) entry.later = { raw: 3_000, gzip: 2_000, brotli: 1_500 };
  const [sizes] = tables({ size: all.size });
  assert.equal(rowsOf(sizes)[OURS][0], "30,000 + 3,000");
  assert.deepEqual([OURS, SLIM, NEWCOMER].map((name) => rowsOf(summary(all))[name][0]), ["10.0 + 1.5", "10.0 + 1.5 + 5.0", "10.0"]);
});

test("who came after the times were measured has bytes and no times", () => {
  const before = NAMES.filter((name) => name !== NEWCOMER);
  const all = results(NAMES, before);
  assert.deepEqual(rowsOf(summary(all))[NEWCOMER].slice(0, 4), ["10.0", "–", "–", "–"]);
  const [cold] = tables({ cold: all.cold });
  assert.deepEqual(rowsOf(cold)[NEWCOMER], Array(6).fill("–"));
  assert.equal(rowsOf(cold)[OURS].at(-1), "…/token");
});

test("who came after the bytes were counted has times and no bytes", () => {
  const all = results(NAMES.filter((name) => name !== NEWCOMER), NAMES);
  assert.deepEqual(rowsOf(summary(all))[NEWCOMER].slice(0, 2), ["–", "2"]);
  assert.deepEqual(rowsOf(tables({ size: all.size })[0])[NEWCOMER].slice(0, 3), ["–", "–", "–"]);
});

test("parts of a later run are named with their date", () => {
  const all = results();
  assert.doesNotMatch(where(all), /since/);
  all.size.where = { ...circumstances, date: "2026-11-28", commit: "b2" };
  assert.match(where(all), /^2026-11-24, commit a1, .* Measured again since: size \(2026-11-28, commit b2\)\./);
});

test("a busy machine is told of where there are times, not where there are bytes", () => {
  const all = results();
  all.size.where = { ...circumstances, load: 7 };
  assert.doesNotMatch(where(all), /not quiet/);
  all.cold.where = { ...circumstances, load: 1.5 };
  assert.match(where(all), /not quiet \(load 1\.5 /);
});
