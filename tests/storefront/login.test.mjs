import assert from "node:assert/strict";
import { test } from "node:test";
import { developerDetails, greeting, needs, refusal, shownFacts, signIn } from "./lib/browser.mjs";
import { storefrontTests, storefrontUrl } from "./lib/setup.mjs";

const start = storefrontTests();

const focused = (page) => page.evaluate(() => document.activeElement?.id);

test("a person logs in by keyboard alone and is greeted", async () => {
  const { page, site } = await start();

  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Skip to your account");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type(site.user.username);
  await page.keyboard.press("Tab");
  await page.keyboard.type(site.user.password);
  await page.keyboard.press("Enter");

  await greeting(page).waitFor();
  assert.equal(await focused(page), "welcome-title", "the focus follows to the new heading");
  assert.match(await page.title(), /^Your account/);
});

test("the session's facts are shown and the time runs", async () => {
  const { page, site } = await start();
  await signIn(page, site.user);
  await greeting(page).waitFor();

  const facts = await shownFacts(page);
  assert.match(facts.Kind, /Customer/);
  assert.match(facts.User, /^005\w{15}$/);
  assert.match(facts.Organisation, /^00D\w{15}$/);
  assert.ok(facts.Scopes.split(" ").includes("openid"));
  assert.equal(facts.Token, "JWT");

  const left = page.getByRole("timer");
  const before = await left.textContent();
  assert.match(before, /^in [\d:]+$/);
  await page.waitForFunction((text) => document.querySelector("[role=timer]").textContent !== text, before);
});

test("an opaque token is shown as what it is", async () => {
  const { page, site } = await start({ settings: { app: { isNamedUserJwtEnabled: false } } });
  await signIn(page, site.user);
  await greeting(page).waitFor();
  assert.equal((await shownFacts(page)).Token, "Opaque");
});

test("a wrong password is said, the focus waits in the field, and the next login works", async () => {
  const { page, site } = await start();
  const password = page.getByLabel("Password", { exact: true });
  // In the document: a browser may scroll to what is pressed.
  const placed = () =>
    password.evaluate((field) => {
      const { x, y, width, height } = field.getBoundingClientRect();
      return [x, y + scrollY, width, height];
    });
  const place = await placed();

  await signIn(page, { ...site.user, password: "not this one" });
  await refusal(page).filter({ hasText: "do not belong together" }).waitFor();
  assert.equal(await focused(page), "sign-in-password");
  assert.equal(await password.getAttribute("aria-invalid"), "true");
  assert.equal(await password.getAttribute("aria-describedby"), "sign-in-refusal");
  assert.deepEqual(await placed(), place, "the message moves nothing");

  await developerDetails(page).locator("summary").click();
  const details = developerDetails(page);
  for (const text of ["invalid_credentials", "authorize", "400", "authentication failure"]) {
    await details.getByText(text).first().waitFor();
  }

  // What was typed is selected: the next keystrokes replace it.
  await password.focus();
  await page.keyboard.type(site.user.password);
  await page.keyboard.press("Enter");
  await greeting(page).waitFor();
});

test("empty fields are asked for without a request", async () => {
  const { page, site } = await start();
  await site.forgetRequests();

  await page.getByRole("button", { name: "Sign in" }).click();
  assert.match(await refusal(page).textContent(), /enter your email/);
  assert.equal(await focused(page), "sign-in-username");

  await page.keyboard.type(site.user.username);
  await page.keyboard.press("Enter");
  assert.match(await refusal(page).textContent(), /enter your password/);
  assert.equal(await focused(page), "sign-in-password");
  assert.deepEqual(await site.requests(), []);
});

test("while a login is under way it shows, keeps the focus and cannot be sent twice", async () => {
  const { page, site } = await start({ reducedMotion: "reduce" });
  await site.forgetRequests();
  await site.faults({ path: "/token", kind: "delay", ms: 1500 });
  await signIn(page, site.user);

  const button = page.getByRole("button", { name: "Signing in…" });
  await button.waitFor();
  assert.equal(await button.getAttribute("aria-disabled"), "true");
  assert.equal(await button.evaluate((button) => document.activeElement === button), true);
  const threads = button.locator(".progress i").first();
  assert.equal(await threads.evaluate((thread) => getComputedStyle(thread).animationName), "none");
  await page.keyboard.press("Enter");

  await greeting(page).waitFor();
  const logins = (await site.requests()).filter(({ call }) => call === "POST /services/oauth2/authorize");
  assert.equal(logins.length, 1);
});

test("a site out of reach is said in the customer's words, and mended it works", async () => {
  const { page, site } = await start();
  await site.faults({ path: "/authorize", kind: "drop", times: 20 });
  await signIn(page, site.user);

  await refusal(page).filter({ hasText: "cannot reach the shop" }).waitFor();
  assert.equal(await focused(page), "sign-in-refusal");

  await site.faults();
  await page.getByRole("button", { name: "Sign in" }).click();
  await greeting(page).waitFor();
});

test("a shop that is set up wrongly does not blame its customer", async () => {
  const { page, site } = await start({ settings: { org: { oAuthCdCrdtFlowEnable: false } } });
  await signIn(page, site.user);
  await refusal(page).filter({ hasText: "our fault, not yours" }).waitFor();
});

test("a customer whose userinfo fails is signed in all the same", async () => {
  const { page, site } = await start();
  await site.faults({ path: "/userinfo", kind: "status", times: 4 });
  await signIn(page, site.user);
  await page.getByRole("heading", { name: "Good to see you", exact: true }).waitFor();
});

test("signing out forgets the person and says so", async () => {
  const { page, site } = await start();
  await signIn(page, site.user);
  await greeting(page).waitFor();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();

  await page.getByRole("button", { name: "Sign in" }).waitFor();
  assert.equal(await focused(page), "sign-in-title");
  assert.match(await page.getByRole("status").textContent(), /signed out/);
  assert.equal(await page.getByLabel("Email or username").inputValue(), "");
  assert.equal(await page.locator("#whoami").textContent(), "Sign in");
  await page.locator("#session-facts").getByText("Guest, without a name").waitFor();

  await signIn(page, site.user);
  await greeting(page).waitFor();
});

test("when the token's time is up and nothing can renew it, the person is asked to sign in again", needs("clock"), async () => {
  const { page, site } = await start({
    settings: { app: { oauthScopes: ["openid", "profile", "email"] } },
    prepare: (page) => page.clock.install(),
  });
  await signIn(page, site.user);
  await greeting(page).waitFor();
  await page.clock.fastForward("24:00:00");

  await page.getByText("Your session has ended. Please sign in again.").first().waitFor();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  assert.equal(await page.locator("#log b").getByText("expired", { exact: true }).count(), 1);
});

test("the events are listed as they happen", async () => {
  const { page, site } = await start();
  await signIn(page, { ...site.user, password: "not this one" });
  await refusal(page).filter({ hasText: /./ }).waitFor();
  await signIn(page, site.user);
  await greeting(page).waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.locator("#session-facts").getByText("Guest, without a name").waitFor();

  assert.deepEqual(await page.locator("#log b").allTextContents(), [
    "guest", "signed-out", "signed-in", "invalid_credentials", "guest",
  ]);
});

test("the password can be shown, and is hidden again before it is sent", async () => {
  const { page, site } = await start();
  const password = page.getByLabel("Password", { exact: true });
  await password.fill("not this one");
  await page.getByRole("button", { name: "Show password" }).click();
  assert.equal(await password.getAttribute("type"), "text");
  await page.getByRole("button", { name: "Hide password" }).waitFor();

  await page.getByLabel("Email or username").fill(site.user.username);
  await page.keyboard.press("Enter");
  assert.equal(await password.getAttribute("type"), "password");
});

test("the demo's user is offered and can be filled in", async () => {
  const { page } = await start({ url: storefrontUrl });
  await page.getByRole("button", { name: "Fill in" }).click();
  await page.getByRole("button", { name: "Sign in" }).click();
  await greeting(page).waitFor();
});
