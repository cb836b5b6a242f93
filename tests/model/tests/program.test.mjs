// The program, as the packed package installs it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { start } from "./lib/programs.mjs";
import { send } from "./lib/wire.mjs";

const PROGRAM = ["node_modules/.bin/headless-identity-model-site"];

test("the first answer comes within a second", async (t) => {
  const times = [];
  // On a machine that is busy with other things all takes longer: then, within what Node needs ten times to start for nothing.
  let allowed = 1000;
  for (let attempt = 0; attempt < 5 && !(Math.min(...times) < allowed); attempt += 1) {
    const idle = performance.now();
    spawnSync(process.execPath, ["--eval", ""]);
    const started = performance.now();
    allowed = Math.max(allowed, 10 * (started - idle));
    const site = await start(PROGRAM, "--quiet");
    const answer = await send(site.origin, { method: "GET", path: "/portal/.well-known/openid-configuration" });
    times.push(performance.now() - started);
    site.stop();
    assert.equal(answer.status, 200);
  }
  t.diagnostic(`milliseconds to the first answer: ${times.map(Math.round).join(", ")}`);
  assert.ok(Math.min(...times) < allowed);
});

test("it says what an app needs, prints a line a request, and stops when asked to", async () => {
  const folder = mkdtempSync(join(tmpdir(), "model-site-"));
  const site = await start(PROGRAM, "--port-file", join(folder, "port"), "--origin", "https://app.example.com");
  await send(site.origin, { method: "GET", path: "/portal/id/keys?secret=1" });
  await send(site.origin, { method: "GET", path: "/__model/sites" });
  assert.ok(site.origin.endsWith(`:${readFileSync(join(folder, "port"), "utf8")}`));
  const { settings } = JSON.parse((await send(site.origin, { method: "GET", path: "/__model/sites/portal" })).body);
  assert.ok(settings.corsOrigins.includes("https://app.example.com"));
  site.child.kill("SIGTERM");
  const [code] = await once(site.child, "exit");
  assert.equal(code, 0);
  const heads = site.lines.map((line) => line.slice(0, 14).trim());
  assert.deepEqual(heads.slice(1, 8), ["site URL", "client id", "callback", "demo user", "demo user", "outbox", "model page"]);
  assert.match(site.lines[8], /^GET     \/portal\/id\/keys 200 \d+ ms$/);
  assert.equal(site.lines[9], "stopping");
});

test("it ends though an answer is delayed, and where the port cannot be written", async () => {
  const site = await start(PROGRAM, "--quiet");
  const fault = [{ path: "/keys", kind: "delay", ms: 60_000 }];
  await send(site.origin, { method: "POST", path: "/__model/sites/portal/faults", body: JSON.stringify(fault) });
  const delayed = send(site.origin, { method: "GET", path: "/portal/id/keys" });
  await new Promise((resolve) => setTimeout(resolve, 100));
  site.child.kill("SIGTERM");
  assert.deepEqual(await once(site.child, "exit"), [0, null]);
  await delayed;

  const nowhere = spawnSync(PROGRAM[0], ["--port=0", "--port-file", join(tmpdir(), "no-such-folder/port")], { timeout: 10_000 });
  assert.equal(nowhere.status, 1);
  assert.match(String(nowhere.stderr), /no-such-folder/);

  const origin = spawnSync(PROGRAM[0], ["--port=0", "--origin=http://localhost:5173/"], { timeout: 10_000 });
  assert.match(String(origin.stderr), /origin http:\/\/localhost:5173\/: must be/);
});

test("dropped and truncated answers close their connections", async () => {
  const site = await start(PROGRAM, "--quiet");
  const faults = [{ path: "/keys", kind: "drop" }, { path: "/keys", kind: "truncate" }];
  await send(site.origin, { method: "POST", path: "/__model/sites/portal/faults", body: JSON.stringify(faults) });
  const ask = () => send(site.origin, { method: "GET", path: "/portal/id/keys" });
  assert.equal((await ask()).status, 0);
  const half = await ask();
  assert.ok(half.broken && half.status === 200);
  assert.equal(half.body.length, Math.floor(Number(half.headers["content-length"]) / 2));
  const whole = await ask();
  assert.ok(!whole.broken && whole.body.startsWith(half.body));
  site.stop();
});

test("files of a front end", async () => {
  const folder = mkdtempSync(join(tmpdir(), "model-site-"));
  const www = join(folder, "www");
  mkdirSync(join(www, "inner"), { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "secret");
  for (const name of ["index.html", "inner/index.html", "core.wasm", "app.js", "style.css", "art.svg", "data.json"]) {
    writeFileSync(join(www, name), name);
  }
  symlinkSync(join(folder, "nothing"), join(www, "dangling"));
  const site = await start(PROGRAM, "--quiet", "--www", www);
  const get = (path, headers) => send(site.origin, { method: "GET", path, headers });
  const types = {
    "/": "text/html",
    "/inner/": "text/html",
    "/core.wasm": "application/wasm",
    "/app.js": "text/javascript",
    "/style.css": "text/css",
    "/art.svg": "image/svg+xml",
    "/data.json": "application/json",
  };
  for (const [path, type] of Object.entries(types)) {
    const { status, headers, body } = await get(path);
    assert.deepEqual([status, headers["content-type"], headers["cache-control"]], [200, type, "no-cache"], path);
    assert.equal(body, path.endsWith("/") ? `${path.slice(1)}index.html` : path.slice(1));
  }
  const moved = await get("/inner?a=b");
  assert.deepEqual([moved.status, moved.headers.location], [307, "/inner/?a=b"]);
  for (const path of ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/inner/..%5c..%5csecret.txt", "/%00", "/%ff", "/core.wasm/", "/nothing"]) {
    assert.equal((await get(path)).status, 404, path);
  }
  const known = { "if-modified-since": (await get("/app.js")).headers["last-modified"] };
  assert.equal((await get("/app.js", known)).status, 304);
  const { body } = await get("/__model/sites/portal");
  assert.ok(JSON.parse(body).settings.app.callbackUrls.includes(`${site.origin}/inner/`));
  site.stop();
});
