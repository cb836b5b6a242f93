// The guide's page takes the package from another origin by its hashes, and no other bytes.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openContext, openPage } from "../lib/browser.mjs";
import { serve } from "../lib/serve.mjs";
import { sampleOf } from "./lib/documents.mjs";
import { origin, put } from "./lib/run.mjs";

const dist = join(import.meta.dirname, "node_modules/headless-identity/dist");
const hashes = JSON.parse(readFileSync(join(dist, "integrity.json"), "utf8"));
const cdn = await serve(dist, { "access-control-allow-origin": "*" });

const map = sampleOf("docs/csp-and-ssr.md", { name: "integrity.html" }).text;
const code = sampleOf("docs/csp-and-ssr.md", { heading: "From a CDN, with hashes" }).text;
const wrong = hashes["testing.js"];

/** A sample with this CDN and these hashes for those that it leaves out. */
const filled = (text, known) =>
  text
    .replace(/(\w+\.\w+)(", \{ integrity: "|": ")sha384-…/g, (_, file, between) => `${file}${between}${known[file]}`)
    .replaceAll("https://cdn.example/headless-identity/dist", cdn);

async function page(name, known, policy = "") {
  const module = `try {\n${filled(code, known).replace(/^import (.*) from (".*");/, "const $1 = await import($2);")}
    sdk = client.session() === null ? "a client" : "a session";
  } catch (error) { sdk = error.name; }`;
  const globals = `<script>var sdk, siteUrl = "https://shop.example/portal", clientId = "app";</script>`;
  await put(`${name}/index.html`, `<!doctype html>${globals}${policy}${filled(map, known)}<script type="module" src="main.js"></script>`);
  await put(`${name}/main.js`, module);
  return (await openPage(`${origin}/${name}/`)).evaluate("sdk");
}

test("the table has every file that a page may load, with its hash", () => {
  const files = readdirSync(dist).filter((name) => /\.(js|wasm)$/.test(name));
  assert.ok(files.includes("slim.js") && files.includes("core.wasm"));
  assert.deepEqual(Object.keys(hashes).sort(), files.sort());
  for (const file of files) {
    assert.equal(hashes[file], `sha384-${createHash("sha384").update(readFileSync(join(dist, file))).digest("base64")}`, file);
  }
});

test("the guide's page gets a client by the right hashes", async () => {
  assert.ok(!filled(map + code, hashes).includes("…"), "each hash of the guide is one of the table");
  assert.equal(await page("right", hashes), "a client");
});

for (const file of ["slim.js", "shared.js", "errors.js", "core.wasm"]) {
  test(`another ${file} is refused`, async () => {
    assert.equal(await page(`wrong-${file}`, { ...hashes, [file]: wrong }), "TypeError");
  });
}

test("the guide's page works under the guide's policy, which refuses another map", async () => {
  const { text } = sampleOf("docs/csp-and-ssr.md", { name: "cdn-policy.html" });
  const [, content] = /<script type="importmap">([^]*?)<\/script>/.exec(filled(map, hashes));
  const hash = `sha256-${createHash("sha256").update(content).digest("base64")}`;
  const policy = text.replaceAll("https://cdn.example", cdn).replace("https://acme.my.site.com", "https://shop.example");
  assert.equal(await page("policy", hashes, policy.replace("sha256-…", hash)), "a client");
  assert.equal(await page("policy-without", hashes, policy.replace("'sha256-…' ", "")), "TypeError");
});

test("a script element with a module's hash loads it, and with another does not", async () => {
  const page = await (await openContext()).newPage();
  await page.goto(`${origin}/`);
  const load = (integrity) =>
    page.evaluate(
      ([src, integrity]) =>
        new Promise((resolve) => {
          const script = Object.assign(document.createElement("script"), { type: "module", crossOrigin: "anonymous", src, integrity });
          script.onload = () => resolve("loaded");
          script.onerror = () => resolve("refused");
          document.head.append(script);
        }),
      [`${cdn}/index.js`, integrity],
    );
  assert.equal(await load(wrong), "refused");
  assert.equal(await load(hashes["index.js"]), "loaded");
});
