import assert from "node:assert/strict";
import { test } from "node:test";
import { add, basket, greeting, needs, openStorefront, ready, shownFacts, signIn, visitor } from "./lib/browser.mjs";
import { storefrontTests } from "./lib/setup.mjs";

const start = storefrontTests();

const carried = (page) => page.locator("#carried");
const signedOut = (page) => page.getByRole("button", { name: "Sign in" }).waitFor();

/** One more tab of the same browser. */
async function anotherTab(page, site) {
  const tab = await page.context().newPage();
  tab.setDefaultTimeout(15_000);
  await openStorefront(tab, site.storefront());
  return tab;
}

test("a visitor fills the basket by keyboard, and hears what is in it", async () => {
  const { page } = await start();
  assert.match((await shownFacts(page)).Kind, /Guest/);

  await page.getByRole("button", { name: "Add to basket: Ripple" }).focus();
  await page.keyboard.press("Enter");
  assert.match(await page.getByRole("status").textContent(), /Ripple, 1 in your basket\. 1 blanket, £95 together/);
  await page.keyboard.press("Enter");
  await add(page, "Far Hills");
  assert.deepEqual(await basket(page), ["Ripple 2", "Far Hills 1"]);
  assert.equal(await page.locator("#basket-total b").textContent(), "£310");
  await page.getByRole("link", { name: "Basket 3" }).waitFor();
});

test("lines go up and down by keyboard, and the focus survives the last one", async () => {
  const { page } = await start();
  await add(page, "Ripple");
  await page.getByRole("button", { name: "One Ripple more" }).press("Enter");
  assert.deepEqual(await basket(page), ["Ripple 2"]);
  assert.equal(await page.evaluate(() => document.activeElement.id), "basket-more-ripple");

  await page.getByRole("button", { name: "One Ripple less" }).press("Enter");
  await page.keyboard.press("Enter");
  await page.getByText("Nothing in it yet").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "basket-title");
});

test("guest, then login: the basket is still theirs, because the visitor id came along", async () => {
  const { page, site } = await start();
  await add(page, "Ripple");
  await add(page, "Ripple");
  const before = await visitor(page);
  assert.match(before, /^[\da-f-]{36}$/);

  await signIn(page, site.user);
  await greeting(page).waitFor();
  assert.match(await carried(page).textContent(), /Your basket came along: 2 blankets, £190/);
  assert.equal(await visitor(page), before);
  assert.match(await page.locator("#basket-owner").textContent(), new RegExp(before.slice(0, 8)));
  assert.deepEqual(await basket(page), ["Ripple 2"]);

  await page.reload();
  await greeting(page).waitFor();
  assert.deepEqual(await basket(page), ["Ripple 2"]);
  assert.equal(await visitor(page), before);
});

test("a reload keeps visitor and basket without a request", async () => {
  const { page, site } = await start();
  await add(page, "Teasel Row");
  const before = await visitor(page);
  await site.forgetRequests();
  await page.reload();
  await ready(page);
  assert.equal(await visitor(page), before);
  assert.deepEqual(await basket(page), ["Teasel Row 1"]);
  assert.deepEqual(await site.requests(), []);
});

test("a social sign-on brings no visitor id: the page hands the basket over", async () => {
  const { page, site } = await start({ url: null });
  await site.addCallback(site.storefront());
  await openStorefront(page, site.storefront());
  await add(page, "Evening at the Tarn");
  await page.getByRole("button", { name: "Continue with Model_IDP" }).click();
  await page.getByRole("link", { name: /Continue as/ }).click();
  await greeting(page).waitFor();

  assert.match(await carried(page).textContent(), /We have put your basket with your account: 1 blanket, £240/);
  await page.reload();
  await greeting(page).waitFor();
  assert.deepEqual(await basket(page), ["Evening at the Tarn 1"]);
});

test("signing out leaves no basket and no visitor for the next person at this device", async () => {
  const { page, site } = await start();
  await add(page, "Ripple");
  const before = await visitor(page);
  await signIn(page, site.user);
  await greeting(page).waitFor();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.locator("#session-facts").getByText("Guest, without a name").waitFor();

  assert.deepEqual(await basket(page), []);
  assert.notEqual(await visitor(page), before);
  const kept = await page.evaluate(() => JSON.stringify(Object.entries(localStorage)));
  assert.ok(!kept.includes(before), "nothing in the browser remembers who it was");
});

test("signing out with the basket goes on as the visitor of before", async () => {
  const { page, site } = await start();
  await add(page, "Ripple");
  const before = await visitor(page);
  await signIn(page, site.user);
  await greeting(page).waitFor();
  await page.getByRole("button", { name: "Go on as a guest, with my basket" }).click();
  await page.locator("#session-facts").getByText("Guest, without a name").waitFor();

  await signedOut(page);
  assert.equal(await visitor(page), before);
  assert.deepEqual(await basket(page), ["Ripple 1"]);
});

test("two tabs: one basket, one sign-in, one sign-out", async () => {
  const { page, site } = await start();
  const other = await anotherTab(page, site);
  assert.equal(await visitor(other), await visitor(page), "one visitor");

  await add(page, "Ripple");
  await other.getByRole("link", { name: "Basket 1" }).waitFor();
  await signIn(page, site.user);
  await greeting(page).waitFor();
  await greeting(other).waitFor({ timeout: 2000 });
  await other.locator("#log").getByText("It happened in another tab.").first().waitFor();

  await other.getByRole("button", { name: "Sign out", exact: true }).click();
  await signedOut(other);
  await page.getByRole("button", { name: "Sign in" }).waitFor({ timeout: 2000 });
  await page.locator("#session-facts").getByText("Guest, without a name").waitFor();
  assert.deepEqual(await basket(page), []);
  assert.equal(await visitor(page), await visitor(other), "one new visitor for both tabs");
  await page.reload();
  await signedOut(page);
});

test("a shop without guests works all the same", async () => {
  const { page, site } = await start({ settings: { app: { isGuestCodeCredFlowEnabled: false } } });
  await add(page, "Ripple");
  await signIn(page, site.user);
  await greeting(page).waitFor();
  assert.deepEqual(await basket(page), ["Ripple 1"]);
});

test("whoever signs in while the visitor's session is under way gets in, with the visitor's id", async () => {
  const { page, site } = await start({ url: null });
  await site.faults({ path: "/token", kind: "delay", ms: 1500 });
  await page.goto(site.storefront());
  await page.locator("#sign-in [type=submit]:enabled").waitFor();
  await signIn(page, site.user);
  await greeting(page).waitFor();
  assert.match((await shownFacts(page)).Kind, /Customer/);
  assert.match(await visitor(page), /^[\da-f-]{36}$/);
});

test("a session that ends leaves the basket with the visitor", needs("clock"), async () => {
  const { page, site } = await start({
    settings: { app: { oauthScopes: ["openid", "profile", "email"] } },
    prepare: (page) => page.clock.install(),
  });
  await add(page, "Ripple");
  const before = await visitor(page);
  await signIn(page, site.user);
  await greeting(page).waitFor();
  await page.clock.fastForward("24:00:00");

  await signedOut(page);
  await page.locator("#session-facts").getByText("Guest, without a name").waitFor();
  assert.equal(await visitor(page), before);
  assert.deepEqual(await basket(page), ["Ripple 1"]);
});
