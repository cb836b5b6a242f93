/**
 * The oldest browsers that `browserslist` in pkg/package.json promises have all that the package uses, by MDN's data.
 */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { WITHOUT } from "../npm/lib/without.mjs";
import { lackedBy } from "./lib/floor.mjs";
import { usesIn } from "./lib/uses.mjs";

const PKG = resolve(import.meta.dirname, "../../pkg");
const DIST = join(import.meta.dirname, "node_modules/headless-identity/dist");
const { transform } = createRequire(join(PKG, "package.json"))("esbuild");
const { target } = await import(join(PKG, "scripts/floor.mjs"));

/** WebAssembly's features, by wasm-opt's name and by MDN's. */
const WASM = {
  "bulk-memory-opt": "bulk-memory-operations",
  "bulk-memory": "bulk-memory-operations",
  "nontrapping-float-to-int": "non-trapping-float-to-int-conversions",
  "sign-ext": "sign-extension-operations",
  multivalue: "multi-value",
  "reference-types": "reference-types",
  simd: "fixed-width-SIMD",
  "extended-const": "extended-constant-expressions",
  "tail-call": "tail-calls",
  threads: "threads-and-atomics",
};

for (const [name, bytes] of wasms()) {
  test(`${name} is valid with what WebAssembly is in each of them`, () => {
    const features = Object.keys(WASM).filter((feature) => lackedBy(`webassembly.${WASM[feature]}`).length === 0);
    assert.ok(features.length < Object.keys(WASM).length, "the data tell old browsers from new ones");
    const options = ["--mvp-features", ...features.map((feature) => `--enable-${feature}`), "-", "-o", "/dev/null"];
    const { status, stderr } = spawnSync(join(PKG, "node_modules/.bin/wasm-opt"), options, { input: bytes, encoding: "utf8" });
    assert.equal(status, 0, stderr);
  });
}

/** The core, and what unpacks it. */
function wasms() {
  const [inside] = /AGFzbQ[\w+/=]*/.exec(readFileSync(join(DIST, "bundled.js"), "utf8"));
  return [["core.wasm", readFileSync(join(DIST, "core.wasm"))], ["the carrier", Buffer.from(inside, "base64")]];
}

for (const file of readdirSync(DIST).filter((name) => /\.c?js$/.test(name))) {
  test(`${file} has no syntax that is newer`, async () => {
    const code = readFileSync(join(DIST, file), "utf8");
    const [as, older] = await Promise.all([transform(code, { target: "esnext" }), transform(code, { target })]);
    assert.ok(as.code === older.code, firstDifference(as.code, older.code));
  });
}

function firstDifference(one, other) {
  const at = [...one].findIndex((character, index) => character !== other[index]);
  return `${one.slice(at - 60, at + 60)}\nis for the floor\n${other.slice(at - 60, at + 60)}`;
}

const all = usesIn(join(PKG, "src"));
const uses = all.filter(({ key }) => key);
const isOf = (key) => (whole) => key === whole || key.startsWith(`${whole}.`);

test("what is called is there, or the package does without", () => {
  assert.ok(uses.length > 100, `only ${uses.length} were found`);
  const unknown = all.filter(({ key }) => !key).map(({ name, where }) => `${name} (${where})`);
  assert.deepEqual(unknown, [], "MDN's data have no such entry");
  const known = Object.values(WITHOUT).flatMap(({ keys }) => keys);
  const missing = uses.filter(({ key }) => !known.some(isOf(key))).map(({ key, where }) => [key, where, ...lackedBy(key)]);
  assert.deepEqual(missing.filter(([, , ...lacking]) => lacking.length > 0), []);
});

test("what the package does without is used, and missing in one of them", () => {
  for (const [name, { keys }] of Object.entries(WITHOUT)) {
    const used = uses.filter(({ key }) => keys.some(isOf(key)));
    assert.ok(used.some(({ key }) => lackedBy(key).length > 0), `${name}: each has it, or nobody asks for it`);
  }
});
