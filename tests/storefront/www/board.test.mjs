/** The policy board: what is switched there happens, and what happens is shown there. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { attempt, boardTests, complaint, door, field, hush, idOf, isOn, open, press, put, said, settingsOf, turn, type } from "../lib/board.mjs";

const start = boardTests();

test("a policy that is switched refuses the next login by its exact text, and mended lets it pass", async () => {
  const { page } = await start();
  assert.match(await attempt(page, "Sign in"), /^Signed in/);

  const flow = page.getByRole("switch", { name: "Enable Authorization Code and Credentials Flow" });
  await flow.click();
  await said(page, "Enable Authorization Code and Credentials Flow: off.");
  const refused = await attempt(page, "Sign in");
  assert.match(refused, /^Refused\s+Refused by app-flow\./);
  assert.match(refused, /400 invalid_client \/ code credential flow not enabled/);

  await flow.click();
  await said(page, "Enable Authorization Code and Credentials Flow: on.");
  assert.match(await attempt(page, "Sign in"), /^Signed in/);
});

const REFUSALS = [
  ["app-scopes", (page) => type(page, "app.oauthScopes", "openid"), "HTML page", { scope: "api" }],
  ["app-post-only", (page) => turn(page, "app.isCodeCredPostOnly"), "HTML page", { header: true }],
  ["org-pkce", (page) => turn(page, "org.isPkceRequired"), "missing required code challenge", { pkce: false }],
  ["app-secret-web-server", (page) => turn(page, "app.isConsumerSecretOptional"), "invalid client credentials"],
  ["user-state", (page) => turn(page, "users.isFrozen"), "400 invalid_grant / authentication failure"],
  ["site-status", (page) => put(field(page, "site.status"), "DownForMaintenance"), "404 NOT_FOUND"],
  ["org-oauth-cors", (page) => turn(page, "org.enableOauthCorsPolicy"), "The browser kept the answer from this page"],
];

test("the trial names the policy that refused", async () => {
  const { page } = await start();
  await page.getByText("How it asks").click();
  for (const [policy, change, text, how = {}] of REFUSALS) {
    await page.getByLabel("Scope", { exact: true }).fill(how.scope ?? "");
    await page.getByLabel("With PKCE").setChecked(how.pkce ?? true);
    await page.getByLabel("Credentials in a Basic header").setChecked(how.header ?? false);
    if (how.pkce === false) await turn(page, "app.isPkceRequired");
    await change(page);
    const refused = await attempt(page, "Sign in");
    assert.ok(refused.startsWith("Refused") && refused.includes(policy) && refused.includes(text), `${policy}: ${refused}`);
    await page.locator("#outcome a").filter({ hasText: policy }).click();
    await page.locator(`[id="${policy}"].named`).waitFor();
    await press(page, "Set this site back");
    await page.locator("#changed-count").filter({ hasText: /^0$/ }).waitFor();
  }
});

test("a wrong password is not put down to a policy", async () => {
  const { page } = await start();
  await page.getByLabel("Password", { exact: true }).fill("not this one");
  const refused = await attempt(page, "Sign in");
  assert.match(refused, /Also the answer to a wrong username or password/);
  assert.equal(await page.locator("#outcome a").count(), 0);
});

test("a guest is let in, and refused by the policy that says so", async () => {
  const { page } = await start();
  assert.match(await attempt(page, "Go on as a guest"), /^Went on as a guest/);
  assert.match(await attempt(page, "Call the API"), /^The API answered/);
  await turn(page, "app.isNamedUserJwtEnabled");
  assert.match(await attempt(page, "Go on as a guest"), /Refused by app-jwt\.[\s\S]*guest flow not enabled/);
});

test("what the control door refuses is said at the field, and Escape takes it back", async () => {
  const { page, site } = await start();
  const path = "site.RecaptchaScoreThreshold";
  await type(page, path, "0.4");
  await complaint(page, path).filter({ hasText: "must be from 0.5 to 1" }).waitFor();
  assert.equal(await field(page, path).getAttribute("aria-invalid"), "true");
  await field(page, path).press("Escape");
  assert.equal(await field(page, path).inputValue(), "0.5");
  assert.equal(await complaint(page, path).innerText(), "");

  await type(page, "corsOrigins", "https://app.example.com/path");
  await complaint(page, "corsOrigins").filter({ hasText: "without a path" }).waitFor();
  await type(page, "corsOrigins", "https://app.example.com\nhttps://*.example.org");
  await said(page, "corsOrigins: https://app.example.com, https://*.example.org.");
  await type(page, "org.ipRanges", "10.0.0.1 - 10.0.0.9");
  await said(page, "ipRanges: 10.0.0.1 - 10.0.0.9.");
  await hush(page);
  await type(page, "app.sessionTimeoutInMinutes", "15");
  await said(page, "sessionTimeoutInMinutes: 15.");
  const { corsOrigins, org, app } = await settingsOf(site);
  assert.deepEqual([corsOrigins, org.ipRanges, app.sessionTimeoutInMinutes], [
    ["https://app.example.com", "https://*.example.org"],
    [{ start: "10.0.0.1", end: "10.0.0.9" }],
    15,
  ]);
});

test("each user has settings of their own", async () => {
  const users = ["ada@example.com", "grace@example.com"].map((username) => ({ username, password: "Secret12" }));
  const { page, site } = await start({ settings: { users } });
  await put(page.getByLabel("Whose settings"), "grace@example.com");
  await turn(page, "users.isActive");
  await page.waitForFunction(() => document.querySelector("#user").textContent.includes("grace@example.com (changed)"));
  const { users: now } = await settingsOf(site);
  assert.deepEqual(now.map(({ isActive }) => isActive), [true, false]);
  await put(page.getByLabel("Whose settings"), "ada@example.com");
  assert.equal(await isOn(page, "users.isActive"), true);
});

test("a change made elsewhere appears, and is announced", async () => {
  const { page, site } = await start();
  await site.change({ app: { isCodeCredPostOnly: true } });
  await said(page, "Changed elsewhere: Require user credentials in the POST body: on.");
  assert.equal(await isOn(page, "app.isCodeCredPostOnly"), true);
});

test("what is being typed is not overwritten", async () => {
  const { page, site } = await start();
  await field(page, "site.discoveryErrorMessage").fill("half a sent");
  await site.change({ app: { isCodeCredPostOnly: true }, site: { discoveryErrorMessage: "another" } });
  await said(page, /settings changed|Changed elsewhere/);
  assert.equal(await field(page, "site.discoveryErrorMessage").inputValue(), "half a sent");
});

test("a link leads to a policy, past a search that hides it", async () => {
  const { page } = await start({ hash: "#app-pkce" });
  const named = page.locator("#app-pkce.named");
  await named.waitFor();
  const top = await named.evaluate((row) => row.getBoundingClientRect().top);
  assert.ok(top > 0 && top < 800, `${top}`);
  assert.equal(await page.evaluate(() => document.activeElement.id), "set-app.isPkceRequired");

  await page.getByLabel("Search the policies").fill("reCAPTCHA");
  await page.waitForFunction(() => document.querySelector("#app-pkce").hidden);
  await page.evaluate(() => void (location.hash = "#user-mfa"));
  await page.locator("#user-mfa.named").waitFor();
  assert.equal(await page.locator(".policy.named").count(), 1);
});

test("the search and the filter leave what fits", async () => {
  const { page } = await start();
  const shown = () => page.locator("#policies .policy:not([hidden])").evaluateAll((rows) => rows.filter((row) => row.checkVisibility()).map(({ id }) => id));
  await page.getByLabel("Search the policies").fill("pkce challenge");
  assert.deepEqual(await shown(), ["org-pkce", "app-pkce"]);
  await page.getByLabel("Search the policies").fill("nothing is called so");
  await page.getByText("No policy has these words.").waitFor();
  await page.getByLabel("Search the policies").fill("");
  await page.getByLabel("Only changed").setChecked(true);
  assert.deepEqual(await shown(), []);
  await page.getByLabel("Only changed").setChecked(false);
  await turn(page, "app.blocked");
  await page.getByLabel("Only changed").setChecked(true);
  assert.deepEqual(await shown(), ["app-blocked"]);
  await press(page, "Back to off: blocked");
  await said(page, "blocked: off.");
  assert.deepEqual(await shown(), []);
});

test("a site is made from a preset, and set back to one", async () => {
  const { page, site } = await start();
  await turn(page, "app.isCodeCredPostOnly");
  await type(page, "org.profiles", '{"Guest": {"sessionTimeoutInMinutes": 5}}');
  await said(page, /^profiles/);
  await turn(page, "users.isLocked");
  assert.equal(await page.locator("#changed-count").innerText(), "3");
  await press(page, "Set this site back");
  await said(page, "The settings are those of preset ready.");
  assert.equal(await page.locator("#changed-count").innerText(), "0");
  assert.match(await attempt(page, "Sign in"), /^Signed in/);

  await put(page.locator("#preset"), "fresh");
  await press(page, "Make a new site");
  await said(page, /is made, as in preset fresh/);
  const id = await page.locator("#site").inputValue();
  assert.notEqual(id, idOf(site));
  assert.equal(await page.evaluate(() => new URL(location.href).searchParams.get("site")), id);
  const { settings } = await door("GET", `/sites/${id}`);
  assert.equal(settings.org.oAuthCdCrdtFlowEnable, false);
  assert.match(await page.locator("#nobody").innerText(), /has no users/);
  await put(page.locator("#preset"), "ready");
  await press(page, "Set this site back");
  await said(page, "The settings are those of preset ready.");
  assert.equal((await door("GET", `/sites/${id}`)).settings.org.oAuthCdCrdtFlowEnable, true);
  await door("DELETE", `/sites/${id}`);
  await page.getByText("The site does not answer.").waitFor();
});

test("the demo site comes first, and a site that is not there is told of", async () => {
  const { page } = await start();
  await open(page, "?site=nowhere");
  await said(page, "There is no such site");
  assert.equal(await page.locator("#site").inputValue(), "portal");
  assert.equal(await page.locator("#site option").first().innerText(), "portal, the demo site");
});
