import assert from "node:assert/strict";
import { test } from "node:test";
import { needs } from "../lib/browser.mjs";
import { storefrontTests } from "../lib/setup.mjs";

const start = storefrontTests();

test("before the script is there nothing can be submitted", needs("no script"), async () => {
  const { page, site } = await start({ url: null, javaScriptEnabled: false });
  await page.goto(site.storefront());
  assert.equal(await page.getByRole("button", { name: "Sign in" }).isDisabled(), true);
  // A form by GET would put the password into the address.
  for (const form of await page.locator("form").all()) {
    assert.equal(await form.getAttribute("method"), "post");
    assert.equal(await form.locator("[type=submit]").isDisabled(), true);
  }
  await page.locator("noscript p").waitFor();
});
