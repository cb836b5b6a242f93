import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { createClient, createPkcePair, isHeadlessIdentityError, pkceChallenge } from "headless-identity";
import * as slim from "headless-identity/slim";

const CONFIG = { siteUrl: "https://shop.example/portal", clientId: "app" };

test("the proof key works in Node", async () => {
  assert.equal(await pkceChallenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  const { verifier, challenge } = await createPkcePair();
  assert.equal(await pkceChallenge(verifier), challenge);
});

test("a client can be made, and nobody is signed in", async () => {
  const client = await createClient(CONFIG);
  assert.equal(client.session(), null);
  await assert.rejects(client.getAccessToken(), (error) => isHeadlessIdentityError(error) && error.code === "no_session");
});

test("a client with a store of its own keeps no process alive", () => {
  const script = `
    import { createClient } from "headless-identity";
    const storage = { get: () => null, set() {}, remove() {} };
    await createClient({ ...${JSON.stringify(CONFIG)}, storage });
    console.log("made");`;
  const run = spawnSync(process.execPath, ["--input-type=module", "--eval", script], { cwd: import.meta.dirname, encoding: "utf8", timeout: 10_000 });
  assert.deepEqual([run.stdout.trim(), run.status], ["made", 0], run.stderr);
});

test("importing runs nothing that a server or jsdom may lack", () => {
  const script = `
    for (const name of ["TextDecoder", "TextEncoder", "fetch", "crypto", "WebAssembly", "FinalizationRegistry"]) delete globalThis[name];
    const { createClient } = await import("headless-identity");
    await import("headless-identity/slim");
    await import("headless-identity/compat");
    createClient(${JSON.stringify(CONFIG)}).catch(({ code }) => console.log(code));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], { cwd: import.meta.dirname, encoding: "utf8" });
  assert.equal(stdout.trim(), "wasm_unavailable", stderr);
});

test("the wasm is exported, and slim takes its bytes", async () => {
  const bytes = await readFile(new URL(import.meta.resolve("headless-identity/core.wasm")));
  const client = await slim.createClient({ ...CONFIG, wasm: bytes });
  assert.equal(client.session(), null);
});
