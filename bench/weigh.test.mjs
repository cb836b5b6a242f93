import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { bundle, together, weigh } from "./lib/weigh.mjs";

test("a package that is absent is not taken in, though it is installed", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "node_modules/neighbour"), { recursive: true });
  writeFileSync(join(folder, "package.json"), "{}"); // a bundler would otherwise go by one that lies further up
  writeFileSync(join(folder, "node_modules/neighbour/index.js"), 'module.exports = "what the neighbour says";');
  const entry = join(folder, "entry.js");
  writeFileSync(entry, 'export let found; try { found = require("neighbour"); } catch { found = "nobody"; }');

  const opened = async (...absent) => {
    const script = Buffer.from((await bundle(entry, ...absent)).script);
    return { script: script.toString(), ...(await import(`data:text/javascript;base64,${script.toString("base64")}`)) };
  };
  assert.equal((await opened()).found, "what the neighbour says");
  const alone = await opened(["neighbour"]);
  assert.equal(alone.found, "nobody");
  assert.equal(alone.script.includes("what the neighbour says"), false);
});

test("what a script fetches later is no part of it, but is there", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "later.js"), 'export default "what comes later";');
  const entry = join(folder, "page.js");
  writeFileSync(entry, 'export const open = () => import("./later.js");');

  const { script, chunks } = await bundle(entry);
  const [[name, chunk], ...others] = chunks;
  assert.deepEqual(others, []);
  const [text, later] = [script, chunk].map((bytes) => Buffer.from(bytes).toString());
  assert.ok(text.includes(`./${name}`) && !text.includes("what comes later"), text);
  assert.ok(later.includes("what comes later"));
});

test("files travel one by one", () => {
  const weight = (raw) => ({ raw, gzip: raw / 2, brotli: raw / 4 });
  assert.deepEqual(together([weight(100), weight(40)]), { raw: 140, gzip: 70, brotli: 35 });
});

test("bytes are counted as they are and as they travel", () => {
  const { raw, gzip, brotli } = weigh(Buffer.from("a".repeat(1000)));
  assert.equal(raw, 1000);
  assert.ok(brotli < gzip && gzip < 50);
});
