import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";
import { contestants } from "./lib/contestants.mjs";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const { dependencies } = JSON.parse(read("peers/package.json"));
const everybody = contestants();
const peers = everybody.filter((each) => each.package);

test("each has an entry of its own, that a page can open", () => {
  for (const { name, file } of everybody) {
    const source = readFileSync(file, "utf8");
    assert.ok(source.includes('/entry.js").Open}') && source.includes("export async function open("), name);
  }
  assert.equal(new Set(everybody.map(({ name }) => name.replaceAll(/\W+/g, "-"))).size, everybody.length);
  assert.equal(new Set(everybody.map(({ file }) => file)).size, everybody.length);
});

test("nobody is installed, or has an entry, without being measured", () => {
  assert.deepEqual(Object.keys(dependencies).sort(), peers.map((each) => each.package).sort());
  const entries = readdirSync(new URL("peers", import.meta.url)).filter((file) => file.endsWith(".js") && file !== "pkce.js");
  assert.deepEqual(entries.sort(), peers.map(({ file }) => basename(file)).sort());
});

test("the version that the tables name is the one that is pinned", () => {
  for (const { name, package: dependency, version } of peers) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
    assert.equal(dependencies[dependency], version, name);
  }
});

test("an entry takes its own package, and of the others nothing", () => {
  for (const { name, file, package: own } of peers) {
    const imported = [...readFileSync(file, "utf8").matchAll(/^import [^;]*? from "([^"]+)";$/gm)].map(([, from]) => from);
    assert.ok(imported.length, name);
    for (const from of imported) assert.ok(from === own || from.startsWith(`${own}/`), `${name}: ${from}`);
  }
});

test("what is kept from one is there for another", () => {
  for (const { name, package: own, absent = [] } of everybody) {
    for (const dependency of absent) assert.ok(dependency in dependencies && dependency !== own, `${name}: ${dependency}`);
  }
});

test("the columns say yes, no or in part, and the note the rest", () => {
  for (const { name, password, codes, registration, tabs, note } of everybody) {
    for (const answer of [password, codes, registration, tabs]) assert.match(answer, /^(yes|no|in part)$/, name);
    assert.match(note, /\.$/, name);
  }
});
