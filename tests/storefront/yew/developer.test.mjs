import assert from "node:assert/strict";
import { test } from "node:test";
import { add, basket, greeting, openStorefront, shownFacts, signIn, visitor } from "../lib/browser.mjs";
import { storefrontTests } from "../lib/setup.mjs";

const start = storefrontTests();

const logged = (page, text) => page.locator("#log b").getByText(text, { exact: true });

test("the token is renewed at a press, and the time begins anew", async () => {
  const { page, site } = await start();
  await signIn(page, site.user);
  await greeting(page).waitFor();
  const { Issued } = await shownFacts(page);
  await site.advance(90);
  await page.getByRole("button", { name: "Renew the token" }).press("Enter");
  await logged(page, "refreshed").waitFor();
  assert.notEqual((await shownFacts(page)).Issued, Issued);
  await greeting(page).waitFor();
});

test("visitor and customer call the site's API as who they are", async () => {
  const { page, site } = await start();
  const call = () => page.getByRole("button", { name: "Call the site’s API" }).click();
  await call();
  await logged(page, "fetch: HTTP 200").waitFor();
  await signIn(page, site.user);
  await greeting(page).waitFor();
  await call();
  await logged(page, "fetch: HTTP 200").nth(1).waitFor();
});

test("both pages of the shop have one session and one basket", async () => {
  const { page, site } = await start();
  await add(page, "Ripple");
  const before = await visitor(page);
  const plain = await page.context().newPage();
  await openStorefront(plain, site.storefront().replace("/yew/", "/"));
  assert.deepEqual(await basket(plain), ["Ripple 1"]);
  assert.equal(await visitor(plain), before);

  await signIn(plain, site.user);
  await greeting(page).waitFor();
  assert.equal(await visitor(page), before);
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await plain.getByRole("button", { name: "Sign in" }).waitFor();
});
