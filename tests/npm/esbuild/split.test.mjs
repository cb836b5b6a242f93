/** What is in an app's first chunk, where the client is lazy. */
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { openContext, openPage } from "../lib/browser.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { serve } from "../lib/serve.mjs";

const root = import.meta.dirname;
const outdir = `${root}/dist/split`;
const origin = await serve(`${root}/dist`);

/** Builds an app of these lines and says how many bytes its first chunk has, with all that it imports statically. */
async function firstChunk(lines, name = "app") {
  rmSync(`${outdir}/${name}`, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    stdin: { contents: lines, resolveDir: root },
    outdir: `${outdir}/${name}`,
    entryNames: "entry",
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    metafile: true,
    logLevel: "error",
  });
  const files = new Map(Object.entries(metafile.outputs).map(([file, facts]) => [basename(file), facts]));
  const reached = new Set(["entry.js"]);
  for (const file of reached) {
    for (const { kind, path } of files.get(file).imports) if (kind === "import-statement") reached.add(basename(path));
  }
  return [...reached].reduce((bytes, file) => bytes + files.get(file).bytes, 0);
}

const GUARD = `import { isHeadlessIdentityError } from "headless-identity";`;
const USES = {
  "lazyClient": `import { lazyClient } from "headless-identity"; globalThis.sdk = { lazyClient };`,
  "lazyClient and the guard": `import { lazyClient } from "headless-identity"; ${GUARD} globalThis.sdk = { lazyClient, isHeadlessIdentityError };`,
  "the guard": `${GUARD} globalThis.sdk = { isHeadlessIdentityError };`,
  "the guard of its own entry": `import { isHeadlessIdentityError } from "headless-identity/errors"; globalThis.sdk = { isHeadlessIdentityError };`,
  "the guard of its own entry, with a core that the app imports later":
    `import { isHeadlessIdentityError } from "headless-identity/errors"; globalThis.sdk = { isHeadlessIdentityError, load: () => import("headless-identity") };`,
};

for (const [name, lines] of Object.entries(USES)) {
  test(`esbuild: ${name} leaves the core out of the first chunk`, async () => {
    const bytes = await firstChunk(lines);
    assert.ok(bytes < 8_000, `${bytes} bytes`);
  });
}

test("esbuild: the chunk with the core is fetched by the first use, and again where it could not be had", async () => {
  await firstChunk(USES.lazyClient, "page");
  const site = await makeSite(origin);
  const context = await openContext();
  const asked = [];
  context.on("request", (request) => asked.push(new URL(request.url()).pathname));
  let isBlocked = true;
  await context.route(/\/bundled-[^/]*\.js$/, (route) => (isBlocked ? route.abort() : route.continue()));
  await writeFile(`${outdir}/page.html`, '<script type="module" src="page/entry.js"></script>');
  const page = await openPage(`${origin}/split/page.html`, context);
  const cores = () => asked.filter((path) => /\/bundled-/.test(path)).length;

  const before = cores();
  const failure = await page.evaluate((config) => sdk.lazyClient(config).ready.catch(({ code, hint }) => ({ code, hint })), site.config);
  assert.equal(before, 0);
  assert.equal(failure.code, "wasm_unavailable");
  assert.match(failure.hint, /chunk/);

  isBlocked = false;
  const { username, password } = site.user;
  const logIn = () => page.evaluate(([config, person]) => sdk.lazyClient(config).login(person).then(({ userId }) => userId), [site.config, { username, password }]);
  assert.equal(await logIn(), site.user.id);
  assert.equal(cores(), 2);
});
