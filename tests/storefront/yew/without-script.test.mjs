import assert from "node:assert/strict";
import { test } from "node:test";
import { needs } from "../lib/browser.mjs";
import { storefrontTests } from "../lib/setup.mjs";

const start = storefrontTests();

test("without a script the page says what it needs, and shows no form", needs("no script"), async () => {
  const { page, site } = await start({ url: null, javaScriptEnabled: false });
  await page.goto(site.storefront());
  await page.locator("noscript p").waitFor();
  assert.equal(await page.locator("form").count(), 0);
  assert.equal(await page.getByRole("heading", { name: "The counter is closed" }).isVisible(), false);
});

test("where the wasm cannot be loaded, the page says so in place of a form", async () => {
  const { page, site } = await start({ url: null });
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto(site.storefront());
  await page.getByRole("heading", { name: "The counter is closed" }).waitFor();
  assert.equal(await page.locator("form").count(), 0);
});
