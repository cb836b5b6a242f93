import assert from "node:assert/strict";
import { test } from "node:test";
import { PUBLIC_HOST, greeting, needs, refusal, signIn } from "./lib/browser.mjs";
import { storefrontTests, storefrontUrl } from "./lib/setup.mjs";
import { watchSecrets } from "./lib/secrets.mjs";

const start = storefrontTests();

test("no secret in markup, address, storage or console", needs("bodies"), async () => {
  const { page, site } = await start();
  const wrong = "canary-wrong-password";
  const watch = watchSecrets(page, { password: site.user.password, "wrong password": wrong });

  await signIn(page, { ...site.user, password: wrong });
  await refusal(page).filter({ hasText: /./ }).waitFor();
  // The field still holds what was typed, for the person to mend; nothing else does.
  assert.deepEqual(await watch.leaks(), ["wrong password in fields"]);

  await signIn(page, site.user);
  await greeting(page).waitFor();
  assert.deepEqual([...watch.secrets.values()].sort(), [
    "access_token", "authorization code", "code verifier", "id_token", "password", "refresh_token", "wrong password",
  ]);
  assert.deepEqual(await watch.leaks(), []);

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  assert.deepEqual(await watch.leaks(), []);
});

test("the demo's password is not in the page before it is filled in", async () => {
  const { page } = await start({ url: storefrontUrl });
  const { users } = await page.evaluate(() => fetch("/__model/sites/portal").then((answer) => answer.json()));
  assert.deepEqual(await watchSecrets(page, { password: users[0].password }).leaks(), []);
});

test("a good login leaves the console empty", async () => {
  const { page, site } = await start();
  await signIn(page, site.user);
  await greeting(page).waitFor();
  assert.deepEqual(page.said, []);
});

test("on a public host the address bar cannot choose where passwords go", async () => {
  const { page, site } = await start({ url: null });
  const url = new URL(site.storefront());
  url.hostname = PUBLIC_HOST;
  await page.goto(url.href);

  await page.getByRole("heading", { name: "The counter is closed" }).waitFor();
  await page.getByText(/names no site/).waitFor();
  assert.equal(await page.getByRole("textbox").count(), 0, "no form is shown");
});

test("without WebAssembly the page says so in place of a form", async () => {
  const { page, site } = await start({ url: null });
  await page.addInitScript(() => delete globalThis.WebAssembly);
  await page.goto(site.storefront());

  await page.getByRole("heading", { name: "The counter is closed" }).waitFor();
  await page.getByText("blocks WebAssembly").waitFor();
  assert.equal(await page.getByRole("textbox").count(), 0);
});
