import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { bundle, weigh } from "./lib/weigh.mjs";

test("a package that is absent is not taken in, though it is installed", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "node_modules/neighbour"), { recursive: true });
  writeFileSync(join(folder, "node_modules/neighbour/index.js"), 'module.exports = "what the neighbour says";');
  const entry = join(folder, "entry.js");
  writeFileSync(entry, 'export let found; try { found = require("neighbour"); } catch { found = "nobody"; }');

  const opened = async (...absent) => {
    const script = Buffer.from(await bundle(entry, ...absent));
    return { script: script.toString(), ...(await import(`data:text/javascript;base64,${script.toString("base64")}`)) };
  };
  assert.equal((await opened()).found, "what the neighbour says");
  const alone = await opened(["neighbour"]);
  assert.equal(alone.found, "nobody");
  assert.equal(alone.script.includes("what the neighbour says"), false);
});

test("bytes are counted as they are and as they travel", () => {
  const { raw, gzip, brotli } = weigh(Buffer.from("a".repeat(1000)));
  assert.equal(raw, 1000);
  assert.ok(brotli < gzip && gzip < 50);
});
