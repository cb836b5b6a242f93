// The policy of the guide is enough for a login, and lets nothing else in.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "../lib/browser.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { sampleOf, withSite } from "./lib/documents.mjs";
import { origin, put, sdkModule } from "./lib/run.mjs";

const policy = (site) => withSite(sampleOf("docs/csp-and-ssr.md", { name: "csp.html" }).text, site);

test("a login under the guide's Content-Security-Policy", async () => {
  const site = await makeSite(origin);
  await put("csp/index.html", `<!doctype html>${policy(site)}<script type="module" src="${sdkModule}"></script>`);
  const page = await openPage(`${origin}/csp/`);
  const found = await page.evaluate(
    async ({ config, user: { username, password } }) => {
      const client = await sdk.createClient(config);
      const { userId } = await client.login({ username, password });
      const elsewhere = await fetch("/").then(() => "let out", () => "kept in");
      return { userId, elsewhere };
    },
    site,
  );
  assert.deepEqual(found, { userId: site.user.id, elsewhere: "kept in" });
});

test("without 'wasm-unsafe-eval' the client says so", async () => {
  const site = await makeSite(origin);
  const strict = policy(site).replace(" 'wasm-unsafe-eval'", "");
  await put("strict/index.html", `<!doctype html>${strict}<script type="module" src="${sdkModule}"></script>`);
  const page = await openPage(`${origin}/strict/`);
  assert.equal(await page.evaluate((config) => sdk.createClient(config).catch(({ code }) => code), site.config), "wasm_unavailable");
});
