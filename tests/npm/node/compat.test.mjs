/** The entry without WebAssembly, as a module and in CommonJS. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { makeSite } from "../lib/model-site.mjs";

const WAYS = {
  module: 'const sdk = await import("headless-identity/compat");',
  commonjs: 'const sdk = require("headless-identity/compat");',
  "module, as a fallback": `
    const sdk = await import("headless-identity");
    config.fallback = () => import("headless-identity/compat");`,
  "commonjs, as a fallback": `
    const sdk = require("headless-identity");
    config.fallback = () => require("headless-identity/compat");`,
};

for (const [way, load] of Object.entries(WAYS)) {
  test(`a login without WebAssembly: ${way}`, async () => {
    const { config, user: { id, username, password } } = await makeSite("http://localhost");
    const script = `
      (async ({ config, person }) => {
        await fetch(config.siteUrl); // Node's own fetch has WebAssembly inside
        delete globalThis.WebAssembly;
        ${load}
        const client = await sdk.createClient(config);
        const { userId } = await client.login(person);
        await client.logout();
        console.log(userId, await sdk.pkceChallenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
      })(${JSON.stringify({ config, person: { username, password } })});`;
    const type = way.startsWith("module") ? "module" : "commonjs";
    const { stdout, stderr } = spawnSync(process.execPath, [`--input-type=${type}`, "--eval", script], {
      cwd: import.meta.dirname,
      encoding: "utf8",
      timeout: 20_000,
    });
    assert.equal(stdout.trim(), `${id} E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM`, stderr);
  });
}
