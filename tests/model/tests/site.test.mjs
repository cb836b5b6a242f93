// The pages on a static host, with the model in a service worker. SITE names the folder.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { greeting, launch, newPage, openStorefront, signIn, visitor } from "../../storefront/lib/browser.mjs";
import { serveFiles } from "./lib/files.mjs";

const PATH = "/demo/shop/";

let browser, files;
before(async () => {
  files = await serveFiles(process.env.SITE, PATH);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  files?.stop();
});

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const box = (page, name) => page.getByRole("textbox", { name, exact: true });
const door = (page, path) => page.evaluate(async (url) => (await fetch(url)).json(), `${PATH}__model/sites/portal${path}`);

test("guest, registration with a code, renewal, sign-out and login, and no server knows of it", async () => {
  const page = await newPage(browser);
  await openStorefront(page, files.url);
  await page.getByRole("note").filter({ hasText: "runs inside your browser" }).waitFor();
  const guest = await visitor(page);

  await press(page, "New here? Open an account");
  await box(page, "First name").fill("Mary");
  await box(page, "Last name").fill("Somerville");
  await box(page, "Email").fill("mary@example.com");
  await box(page, "Choose a password").fill("Celestial1831");
  await press(page, "Send me the code");
  await page.getByRole("heading", { name: "Look into your email" }).waitFor();
  await page.getByRole("button", { name: "Fill in" }).press("Enter");
  await page.waitForFunction(() => document.activeElement.type === "submit");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Good to see you, Mary" }).waitFor();
  assert.equal(await visitor(page), guest);

  // The session outlives the page; what renews it is kept where a person looks for it.
  await page.reload();
  await page.getByRole("heading", { name: "Good to see you, Mary" }).waitFor();
  await page.locator("#renew").evaluate((button) => button.click());
  const renewals = async () => (await door(page, "/requests")).filter(({ form }) => form?.grant_type === "refresh_token");
  for (let tries = 0; tries < 200 && (await renewals()).length === 0; tries += 1) await page.waitForTimeout(50);
  assert.deepEqual((await renewals()).map(({ status }) => status), [200]);

  await press(page, "Sign out");
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  const { users } = await door(page, "");
  await signIn(page, users[0]);
  await greeting(page).waitFor();

  const board = await page.context().newPage();
  await board.goto(await page.locator("a", { hasText: "switch them on the board" }).evaluate((link) => link.href));
  await board.getByRole("switch").first().waitFor();

  assert.deepEqual(files.asked.filter((line) => /portal|__model|^POST/.test(line)), []);
  assert.deepEqual(page.said.filter((line) => /^(error|uncaught)/.test(line)), []);
});

test("the shop in Yew signs in, too", async () => {
  const page = await newPage(browser);
  await openStorefront(page, `${files.url}yew/`);
  const { users } = await door(page, "");
  await signIn(page, users[0]);
  await greeting(page).waitFor();
  assert.deepEqual(page.said.filter((line) => /^(error|uncaught)/.test(line)), []);
});

test("the setup check opens with the model's site, and finds no fault", async () => {
  const page = await newPage(browser);
  await page.goto(`${files.url}check.html`);
  await press(page, "Fill in");
  await press(page, "Check");
  await page.locator("#outcome:not([hidden])").waitFor();
  assert.match(await page.locator("#outcome-title").textContent(), /^No fault was found/);
});
