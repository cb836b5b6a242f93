import { createModelSite } from "headless-identity-model-site";
import { chromium } from "playwright-core";
import { createServer } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";

let app, browser;
beforeAll(async () => {
  app = await createServer({ root: import.meta.dirname, logLevel: "error", server: { host: "127.0.0.1", port: 0 } });
  await app.listen();
  browser = await chromium.launch({ executablePath: process.env.CHROME, args: ["--no-sandbox"] });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

/** Sends the page's requests for the site to the model. */
async function route(page, site) {
  await page.route(`${site.siteUrl}/**`, async (route) => {
    const request = route.request();
    try {
      const answer = await site.fetch(request.url(), {
        method: request.method(),
        headers: await request.allHeaders(),
        body: request.postDataBuffer() ?? undefined,
      });
      const body = Buffer.from(await answer.arrayBuffer());
      await route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body });
    } catch {
      await route.abort(); // the model has dropped the connection
    }
  });
}

test("a person logs in", async () => {
  const [origin] = app.resolvedUrls.local;
  const site = await createModelSite({ corsOrigins: [new URL(origin).origin] });
  const page = await browser.newPage();
  await page.addInitScript((config) => (window.IDENTITY_CONFIG = config), { siteUrl: site.siteUrl, clientId: site.clientId });
  await route(page, site);
  await page.goto(origin);

  const [{ id, username, password }] = site.users;
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText(`Signed in: ${id}`).waitFor();
  expect(page.url()).not.toContain(password);
}, 60_000);
