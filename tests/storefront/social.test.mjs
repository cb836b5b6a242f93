import assert from "node:assert/strict";
import { test } from "node:test";
import { greeting, needs, openStorefront, refusal, shownFacts } from "./lib/browser.mjs";
import { storefrontTests, storefrontUrl } from "./lib/setup.mjs";
import { watchSecrets } from "./lib/secrets.mjs";

const start = storefrontTests();

const continueButton = (page) => page.getByRole("button", { name: "Continue with Model_IDP" });
const focused = (page) => page.evaluate(() => document.activeElement?.id);

/** A site of one's own that has this storefront among its callbacks, behind the echo. */
async function startWithCallback() {
  const { page, site } = await start({ url: null });
  await site.addCallback(site.storefront());
  await openStorefront(page, site.storefront());
  return { page, site };
}

test("a person signs on with the demo's provider by keyboard and comes back", async () => {
  const { page } = await start({ url: storefrontUrl });
  const watch = watchSecrets(page, {});
  await continueButton(page).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Continue as Ada Lovelace" }).click();

  await greeting(page).waitFor();
  assert.match(await greeting(page).textContent(), /Ada/);
  assert.equal(await focused(page), "welcome-title");
  assert.equal(page.url(), storefrontUrl, "nothing is left in the address bar");
  assert.ok([...watch.secrets.values()].includes("authorization code"), "there was a code to be left");
  assert.deepEqual(await watch.leaks(), []);
});

test("the page's own address, with all that it had, is what people come back to", async () => {
  const { page, site } = await startWithCallback();
  await continueButton(page).click();
  await page.getByRole("link", { name: "Continue as Ada Lovelace" }).click();
  await greeting(page).waitFor();
  assert.equal(page.url(), site.storefront());
});

test("the code is out of the address bar before anything is asked of the site", async () => {
  const { page, site } = await startWithCallback();
  const seen = [];
  await page.route(/services\/oauth2\/token$/, async (route) => {
    seen.push(page.url());
    await route.continue();
  });
  await continueButton(page).click();
  await page.getByRole("link", { name: "Continue as Ada Lovelace" }).click();
  await greeting(page).waitFor();
  assert.deepEqual(seen, [site.storefront()]);
});

test("going back and forth in the history brings no code back", needs("history cache"), async () => {
  const { page, site } = await startWithCallback();
  await continueButton(page).click();
  await page.getByRole("link", { name: "Continue as Ada Lovelace" }).click();
  await greeting(page).waitFor();

  await page.goBack();
  await page.getByRole("link", { name: "Continue as Ada Lovelace" }).waitFor();
  await page.goForward();
  await page.locator("#whoami").waitFor();
  assert.equal(page.url(), site.storefront());
});

test("a provider's refusal is said in the form, and nothing of it stays in the address bar", async () => {
  const { page, site } = await startWithCallback();
  await continueButton(page).click();
  const { searchParams } = new URL(await page.getByRole("link", { name: /Continue as/ }).evaluate(({ href }) => href));
  const back = new URL(site.storefront());
  back.searchParams.set("error", "access_denied");
  back.searchParams.set("error_description", "no thanks");
  back.searchParams.set("state", searchParams.get("state"));
  await page.goto(back.href);

  await refusal(page).filter({ hasText: "did not finish signing in over there" }).waitFor();
  assert.equal(await focused(page), "sign-in-refusal");
  assert.equal(page.url(), site.storefront());
});

test("a foreign state is refused without a request, and taken out of the address bar", async () => {
  const { page, site } = await startWithCallback();
  await site.forgetRequests();
  const forged = new URL(site.storefront());
  forged.searchParams.set("code", "aPrxForged");
  forged.searchParams.set("state", "not-ours");
  await page.goto(forged.href);

  await refusal(page).filter({ hasText: "try it again" }).waitFor();
  assert.equal(page.url(), site.storefront());
  const tokens = (await site.requests()).filter(({ call }) => call.endsWith("/token"));
  assert.deepEqual(tokens, []);
});

test("a page that is no callback of the app ends at the site, not in a loop", async () => {
  const { page, site } = await start();
  await continueButton(page).click();
  await page.getByText("redirect_uri must match configuration").waitFor();
  await page.goto(site.storefront());
  await continueButton(page).waitFor();
});

test("whoever comes back to a browser that knows nothing of it is a visitor like any other", async () => {
  const { page, site } = await start({ url: null });
  const stray = new URL(site.storefront());
  stray.searchParams.set("error", "access_denied");
  stray.searchParams.set("state", "of-another-browser");
  await openStorefront(page, stray.href);
  await refusal(page).filter({ hasText: "try it again" }).waitFor();
  assert.match((await shownFacts(page)).Kind, /Guest/);
  assert.equal(page.url(), site.storefront());
});
