/** The shop in every shape and colour but the phone's by day, which phone.test.mjs has. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { needs, screenshot } from "./lib/browser.mjs";
import { LOOKS, SHAPES, layoutShifts, objections } from "./lib/looks.mjs";
import { storefrontTests, storefrontUrl } from "./lib/setup.mjs";
import { testViews } from "./lib/views.mjs";

const start = storefrontTests();

for (const look of LOOKS) if (look.shape !== "phone" || look.colorScheme !== "light") testViews(start, look);

test("the closed counter is accessible", async () => {
  const { page, site } = await start({ url: null });
  await page.goto(site.storefront().replace(/siteUrl=http/, "siteUrl=gopher"));
  await page.getByRole("heading", { name: "The counter is closed" }).waitFor();
  await screenshot(page, "desktop-light-closed");
  assert.deepEqual(await objections(page), []);
});

test("nothing moves while the page loads", needs("layout shifts"), async () => {
  const { page } = await start({ url: storefrontUrl, viewport: SHAPES["small phone"] });
  await page.getByRole("button", { name: "Fill in" }).waitFor();
  assert.deepEqual(await layoutShifts(page), []);
});
