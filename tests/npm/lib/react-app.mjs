/** What must hold for a React app: built by Vite, rendered on a server, hydrated. */

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { openContext, openPage } from "./browser.mjs";
import { withoutWebAssembly } from "./core.mjs";
import { makeSite } from "./model-site.mjs";
import { serve } from "./serve.mjs";

/**
 * @param {string} react what the tests are of
 * @param {string} root of the app
 * @param {typeof import("vite")} vite of the project
 */
export async function appTests(react, root, { build }) {
  await build({ root, logLevel: "error" });
  await build({ root, logLevel: "error", build: { ssr: "src/server.jsx", outDir: "dist/server" } });
  const { render } = await import(`${root}/dist/server/server.js`);
  const origin = await serve(`${root}/dist`);

  const addressFor = (config, page = "") => `${origin}/${page}?config=${encodeURIComponent(JSON.stringify(config))}`;

  async function logIn(page, { username }, password) {
    await page.getByLabel("Username").fill(username);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Log in" }).click();
  }

  test(`${react}: it is the project's own React that is on the page`, async () => {
    const page = await openPage(addressFor({}));
    const { version } = createRequire(`${root}/index.html`)("react/package.json");
    assert.equal(await page.evaluate(() => reactVersion), version);
  });

  test(`${react}: a login and a sign-out`, async () => {
    const site = await makeSite(origin);
    const page = await openPage(addressFor(site.config));
    await logIn(page, site.user, "not-her-password");
    await page.getByRole("alert").getByText("invalid_credentials").waitFor();
    await logIn(page, site.user, site.user.password);
    await page.getByText(site.user.id).waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Log in" }).waitFor();
  });

  test(`${react}: a login without WebAssembly, by the chunk that is fetched only then`, async () => {
    const chunks = [];
    for (const scripts of [[], [withoutWebAssembly]]) {
      const site = await makeSite(origin);
      const context = await openContext();
      for (const script of scripts) await context.addInitScript(script);
      const asked = [];
      context.on("request", (request) => asked.push(new URL(request.url()).pathname));
      const page = await openPage(addressFor(site.config), context);
      await logIn(page, site.user, site.user.password);
      await page.getByText(site.user.id).waitFor();
      chunks.push(asked.filter((path) => /^\/assets\/compat-.*\.js$/.test(path)).length);
    }
    assert.deepEqual(chunks, [0, 1]);
  });

  test(`${react}: what createClient rejects with reaches the error boundary`, async () => {
    const page = await openPage(addressFor({ siteUrl: "https://shop.example", clientId: "" }));
    await page.getByRole("alert").getByText("invalid_config").waitFor();
  });

  test(`${react}: a server renders what is not known yet, and the page hydrates it`, async () => {
    const site = await makeSite(origin);
    const html = render(site.config);
    assert.match(html, /One moment/);
    const page = await readFile(`${root}/dist/index.html`, "utf8");
    await writeFile(`${root}/dist/hydrated.html`, page.replace('<div id="root">', `$&${html}`));

    const hydrated = await openPage(addressFor(site.config, "hydrated.html"));
    await logIn(hydrated, site.user, site.user.password);
    await hydrated.getByText(site.user.id).waitFor();
    assert.deepEqual(await hydrated.evaluate(() => mismatches), []);
  });
}
