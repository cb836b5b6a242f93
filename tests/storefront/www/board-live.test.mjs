/** What goes on beside the policies: clock, faults, outbox, sessions, requests, the settings as JSON. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { attempt, boardTests, door, field, idOf, press, put, said, settingsOf, turn, type } from "../lib/board.mjs";
import { needs, openStorefront } from "../lib/browser.mjs";
import { makeSite } from "../lib/model.mjs";
import { watchSecrets } from "../lib/secrets.mjs";
import { pagesForTests, storefrontUrl } from "../lib/setup.mjs";

const start = boardTests();

const passwordless = ({ siteUrl, user }) =>
  fetch(`${siteUrl}/services/auth/headless/init/passwordless/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: user.username, recaptcha: "ok", verificationmethod: "email" }),
  });

test("the clock goes on by an hour and by a day, and tokens end", async () => {
  const { page } = await start();
  await attempt(page, "Sign in");
  assert.match(await attempt(page, "Call the API"), /^The API answered/);
  await press(page, "An hour later");
  await page.getByText("1 hour ahead of this computer").waitFor();
  await press(page, "A day later");
  await page.getByText("1 day, 1 hour ahead of this computer").waitFor();
  const refused = await attempt(page, "Call the API");
  assert.match(refused, /401 INVALID_SESSION_ID/);
  assert.match(await attempt(page, "Renew"), /^Renewed/);
  assert.match(await attempt(page, "Call the API"), /^The API answered/);
});

test("a fault waits, strikes and is gone; a wrong one is refused; all are cleared", async () => {
  const { page } = await start();
  await press(page, "The next token answer fails with 503");
  await page.locator("#faults").getByText("status 503").waitFor();
  assert.match(await attempt(page, "Sign in"), /503 server_error/);
  await page.getByText("No fault waits.", { exact: true }).first().waitFor();
  assert.match(await attempt(page, "Sign in"), /^Signed in/);

  await page.getByText("Another fault").click();
  await put(page.locator("#fault-kind"), "delay");
  await page.getByLabel("Milliseconds").fill("1");
  await page.getByLabel("Times").fill("0");
  await press(page, "Add the fault");
  await page.getByText("times: must be 1 or more").waitFor();
  await page.getByLabel("Times").fill("3");
  await press(page, "Add the fault");
  await page.locator("#faults").getByText("delay 1 ms, 3 times").waitFor();
  await press(page, "Clear all");
  await said(page, "No fault waits.");
  await page.locator("#faults .empty").waitFor();
});

test("the newest code is on top of the outbox", async () => {
  const { page, site } = await start();
  await passwordless(site);
  await page.locator("#outbox .newest").filter({ hasText: "passwordless login" }).waitFor();
  await passwordless(site);
  const newest = await site.code();
  await page.locator("#outbox .newest").filter({ hasText: newest }).waitFor();
  assert.equal(await page.locator("#outbox li").count(), 2);
  await press(page, `Copy the code ${newest}`);
  await said(page, /Copied: the code|the code is selected/);
});

test("requests appear, preflights too, unfold masked, stay unfolded, and are cleared", async () => {
  const { page, site } = await start();
  await attempt(page, "Sign in");
  const calls = () => page.locator("#requests .call").evaluateAll((rows) => rows.map((row) => [...row.children].map(({ textContent }) => textContent).join(" ")));
  await page.locator("#requests .call").filter({ hasText: "/services/oauth2/token" }).first().waitFor();
  assert.ok((await calls()).includes("OPTIONS /services/oauth2/authorize 200"), `${await calls()}`);
  const login = page.locator("#requests details").filter({ hasText: "POST/services/oauth2/authorize" });
  await login.locator("summary").press("Enter");
  const text = await login.locator("dl").innerText();
  assert.match(text, /form username\s+ada@example.com/);
  assert.match(text, /form password\s+\*\*\*/);

  const before = (await calls()).length;
  await passwordless(site);
  await page.waitForFunction((before) => document.querySelectorAll("#requests .call").length > before, before);
  assert.equal((await calls())[0], "POST /services/auth/headless/init/passwordless/login 200");
  assert.equal(await page.locator("#requests details[open]").count(), 1);
  await page.locator("#requests-clear").click();
  await page.getByText("No request arrived yet.").waitFor();
});

test("a session is revoked, and its token with it", async () => {
  const { page, site } = await start();
  await attempt(page, "Sign in");
  await press(page, `Revoke the session of ${site.user.username}`);
  await page.getByText("Nobody is signed in.").waitFor();
  assert.match(await attempt(page, "Call the API"), /^Refused[\s\S]*401 INVALID_SESSION_ID/);
});

test("the settings as JSON make the same site again", async () => {
  const { page, site } = await start();
  const json = async () => JSON.parse(await page.locator("#json").innerText());
  const { corsOrigins } = await settingsOf(site);
  assert.deepEqual(await json(), { preset: "ready", corsOrigins }, "only what differs");

  await turn(page, "app.isCodeCredPostOnly");
  await put(field(page, "app.refreshTokenPolicyType"), "Zero");
  await said(page, "refreshTokenPolicyType: Zero.");
  await turn(page, "users.mfaRequired");
  await type(page, "org.profiles", '{"Guest": {"sessionTimeoutInMinutes": 5}}');
  await said(page, /^profiles/);
  await site.change({ switches: { emit_expires_in: true, wrong_otp_error: { error: "x", error_description: "y" } } });
  await said(page, /settings changed/);
  await site.change({ users: [{ username: "grace@example.com", password: "Hopper1906!" }] });
  await page.locator("#json").getByText("grace@example.com").waitFor();

  const body = await json();
  const brief = JSON.stringify(body);
  assert.ok(brief.length < 700, brief);
  const again = await door("POST", "/sites", body);
  const address = (text, url) => JSON.parse(JSON.stringify(text).replaceAll(url, ""));
  const made = await door("GET", `/sites/${again.id}`);
  assert.deepEqual(address(made.settings, made.siteUrl), address(await settingsOf(site), site.siteUrl));
  await press(page, "Copy as JSON");
  await said(page, /the settings as JSON/i);
});

test("the nearest preset is found", async () => {
  const { page } = await start({ settings: { preset: "fresh", org: { locked: true } } });
  assert.equal(await page.locator("#compared").inputValue(), "fresh");
  assert.match(await page.locator("#json").innerText(), /"preset": "fresh"/);
});

test("tokens, codes and verifiers are nowhere in the page, nor in its address", needs("bodies"), async () => {
  let watch;
  const { page } = await start({ prepare: (page) => void (watch = watchSecrets(page, {})) });
  await attempt(page, "Sign in");
  await attempt(page, "Call the API");
  await attempt(page, "Renew");
  for (const summary of await page.locator("#outcome summary, #requests summary").all()) await summary.click();
  assert.ok(watch.secrets.size >= 5, `${watch.secrets.size}`);
  assert.deepEqual(await watch.leaks(), []);
  assert.ok(!/password|Lovelace/i.test(page.url()) && !page.said.join().includes("Lovelace1!"));
});

test("a name with markup in it is text", async () => {
  const { page } = await start({ settings: { users: [{ username: "<b>@example.com", password: "x" }] } });
  assert.match(await page.locator("#facts").innerText(), /<b>@example\.com/);
  assert.equal(await page.locator("#facts b, #user b").count(), 0);
});

const openPage = pagesForTests();

test("the shop's bench leads to the board of its site", async () => {
  const site = await makeSite(storefrontUrl);
  const page = await openPage();
  await openStorefront(page, site.storefront());
  const link = page.getByRole("link", { name: "switch them on the board" });
  assert.equal(new URL(await link.evaluate(({ href }) => href)).search, `?site=${idOf(site)}`);
});
