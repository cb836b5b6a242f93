import assert from "node:assert/strict";
import { test } from "node:test";
import { add, basket, greeting, refusal, signIn, visitor } from "./lib/browser.mjs";
import { storefrontTests } from "./lib/setup.mjs";
import { watchSecrets } from "./lib/secrets.mjs";

const start = storefrontTests();

const MARY = { first: "Mary", last: "Somerville", email: "mary@example.com", password: "Celestial1831" };

const focused = (page) => page.evaluate(() => document.activeElement?.id);
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const heading = (page, name) => page.getByRole("heading", { name }).waitFor();
const box = (page, name) => page.getByRole("textbox", { name, exact: true });
const said = (page, text) => refusal(page).filter({ hasText: text }).waitFor();

/** Has the code filled in from the model's outbox: the focus then goes to what comes next. */
async function fillIn(page) {
  await page.getByRole("button", { name: "Fill in" }).press("Enter");
  await page.waitForFunction(() => document.activeElement.textContent !== "Fill in");
}

/** Fills the form of a new customer, and sends it. */
async function register(page, person = MARY) {
  await press(page, "New here? Open an account");
  await box(page, "First name").fill(person.first);
  await box(page, "Last name").fill(person.last);
  await box(page, "Email").fill(person.email);
  await box(page, "Choose a password").fill(person.password);
  await press(page, "Send me the code");
}

test("guest, then registration by keyboard, then reload: the account is there and so is the basket", async () => {
  const { page } = await start();
  await add(page, "Far Hills");
  const before = await visitor(page);

  await page.getByRole("button", { name: "New here? Open an account" }).press("Enter");
  assert.equal(await focused(page), "register-title", "the focus follows to the new heading");
  for (const text of [MARY.first, MARY.last, MARY.email, MARY.password]) {
    await page.keyboard.press("Tab");
    await page.keyboard.type(text);
  }
  await page.keyboard.press("Enter");

  await heading(page, "Look into your email");
  assert.equal(await focused(page), "code-title");
  await page.getByText("A code is on its way to mary@example.com.").waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "code-otp");
  await fillIn(page);
  assert.match(await box(page, "Code from the email").inputValue(), /^\d{6}$/);
  assert.equal(await page.evaluate(() => document.activeElement.type), "submit");
  await page.keyboard.press("Enter");

  await page.getByRole("heading", { name: "Good to see you, Mary" }).waitFor();
  assert.match(await page.locator("#carried").textContent(), /Your basket came along: 1 blanket, £120/);
  assert.equal(await visitor(page), before);

  await page.reload();
  await page.getByRole("heading", { name: "Good to see you, Mary" }).waitFor();
  assert.deepEqual(await basket(page), ["Far Hills 1"]);
  assert.equal(await visitor(page), before);
});

test("a wrong code is said, marked and selected, and the right one still works", async () => {
  const { page, site } = await start();
  await register(page);
  await heading(page, "Look into your email");
  const code = box(page, "Code from the email");
  await code.fill("000000");
  await page.keyboard.press("Enter");

  await said(page, "That code is not right");
  assert.equal(await focused(page), "code-otp");
  assert.equal(await code.getAttribute("aria-invalid"), "true");
  assert.equal(await code.getAttribute("aria-describedby"), "code-refusal");
  await page.keyboard.type(await site.code());
  await page.keyboard.press("Enter");
  await greeting(page).waitFor();
});

test("another code can be sent, and the one before is no longer asked for", async () => {
  const { page, site } = await start();
  await register(page);
  await heading(page, "Look into your email");
  const first = await site.code();
  await press(page, "Send another code");
  await page.getByText("Another code is on its way").waitFor();
  const second = await site.code();
  assert.notEqual(first, second);
  await box(page, "Code from the email").fill(second);
  await press(page, "Sign in");
  await greeting(page).waitFor();
});

test("a password that the shop refuses is said in the shop's words, before any code is sent", async () => {
  const { page, site } = await start();
  await register(page, { ...MARY, password: "short" });
  await said(page, "Your password must have at least 8 characters");
  assert.equal(await site.code(), undefined);

  await box(page, "Choose a password").fill(MARY.password);
  await press(page, "Send me the code");
  await heading(page, "Look into your email");
});

test("an address that has an account is refused with the right code only", async () => {
  const { page, site } = await start();
  await register(page, { ...MARY, email: site.user.username });
  await heading(page, "Look into your email");
  await fillIn(page);
  await press(page, "Sign in");
  await said(page, "We could not open the account: Duplicate Username.");
});

test("empty fields are asked for in order, without a request", async () => {
  const { page, site } = await start();
  await site.forgetRequests();
  await press(page, "New here? Open an account");
  for (const [text, field, value] of [
    ["first name", "First name", MARY.first],
    ["last name", "Last name", MARY.last],
    ["email address", "Email", MARY.email],
    ["choose a password", "Choose a password", ""],
  ]) {
    await press(page, "Send me the code");
    await said(page, text);
    assert.equal(await box(page, field).evaluate((input) => document.activeElement === input), true, field);
    await page.keyboard.type(value);
  }
  assert.deepEqual(await site.requests(), []);
});

test("a shop that takes no registrations does not blame its customer", async () => {
  const { page } = await start({ settings: { site: { IsHeadlessUserRegistrationAllowed: false } } });
  await register(page);
  await said(page, "our fault, not yours");
});

test("guest, then a code in place of a password: what was typed is taken along, and the basket too", async () => {
  const { page, site } = await start();
  await add(page, "Ripple");
  const before = await visitor(page);
  await page.getByLabel("Email or username").fill(site.user.username);
  await press(page, "Have a code sent by email");
  assert.equal(await focused(page), "passwordless-title");
  assert.equal(await box(page, "Username or email").inputValue(), site.user.username);
  await press(page, "Send me a code");

  await heading(page, "Look into your email");
  await box(page, "Code from the email").fill("000000");
  await press(page, "Sign in");
  await said(page, "That code is not right");
  await fillIn(page);
  await press(page, "Sign in");
  await greeting(page).waitFor();
  assert.equal(await visitor(page), before);
  assert.deepEqual(await basket(page), ["Ripple 1"]);
});

test("nobody by that name: the page says the same, and no code fits", async () => {
  const { page } = await start();
  await press(page, "Have a code sent by email");
  await box(page, "Username or email").fill("nobody@example.com");
  await press(page, "Send me a code");
  await page.getByText("If nobody@example.com is known to us, a code is on its way").waitFor();
  await press(page, "Fill in");
  await page.getByRole("status").filter({ hasText: "no code for you in the outbox" }).waitFor();
  await box(page, "Code from the email").fill("123456");
  await press(page, "Sign in");
  await said(page, "That code is not right");
});

test("a forgotten password: wrong code, weak password, then the new one signs in", async () => {
  const { page, site } = await start();
  await page.getByLabel("Email or username").fill(site.user.username);
  await press(page, "Forgot your password?");
  await heading(page, "Forgot your password?");
  assert.equal(await box(page, "Username or email").inputValue(), site.user.username);
  await press(page, "Send me a code");

  await heading(page, "Choose a new password");
  assert.equal(await focused(page), "new-password-title");
  const password = box(page, "New password");
  await box(page, "Code from the email").fill("000000");
  await password.fill("Analytical1843");
  await press(page, "Change it and sign in");
  await said(page, "That code is not right");
  assert.equal(await focused(page), "new-password-otp");

  await fillIn(page);
  await password.fill("short");
  await press(page, "Change it and sign in");
  await said(page, "Please choose another password. Your password must have at least 8 characters");
  assert.equal(await focused(page), "new-password-newPassword");
  assert.equal(await password.getAttribute("aria-describedby"), "new-password-refusal new-password-newPassword-rule");

  await page.keyboard.type("Analytical1843");
  await page.keyboard.press("Enter");
  await greeting(page).waitFor();

  await press(page, "Sign out");
  await signIn(page, site.user);
  await said(page, "do not belong together");
  await signIn(page, { ...site.user, password: "Analytical1843" });
  await greeting(page).waitFor();
});

test("too many wrong codes: another one is needed, and it works", async () => {
  const { page, site } = await start({ settings: { site: { MaxPasswordResetAttempts: 1 } } });
  await press(page, "Forgot your password?");
  await box(page, "Username or email").fill(site.user.username);
  await press(page, "Send me a code");
  await heading(page, "Choose a new password");
  await box(page, "New password").fill("Analytical1843");
  for (const text of ["That code is not right", "tried too often"]) {
    await box(page, "Code from the email").fill("000000");
    await press(page, "Change it and sign in");
    await said(page, text);
  }
  await press(page, "Send another code");
  await page.getByText("Another code is on its way").waitFor();
  await fillIn(page);
  await press(page, "Change it and sign in");
  await greeting(page).waitFor();
});

test("password managers and code helpers find what they look for", async () => {
  const { page, site } = await start();
  const seen = async (view) => {
    await page.locator(`#${view}:not([hidden])`).waitFor();
    const inputs = page.locator(`#${view} input`);
    // As it is written: the property is empty where a browser does not know the word.
    return [view, await inputs.evaluateAll((all) => all.map((input) => `${input.name} ${input.getAttribute("autocomplete")}`))];
  };
  const sendTo = async (username) => {
    await box(page, "Username or email").fill(username);
    await press(page, "Send me a code");
  };

  assert.deepEqual(await seen("sign-in"), ["sign-in", ["username username", "password current-password"]]);
  await press(page, "New here? Open an account");
  const names = ["firstName given-name", "lastName family-name", "email username", "password new-password"];
  assert.deepEqual(await seen("register"), ["register", names]);
  await press(page, "Back to signing in");
  await press(page, "Have a code sent by email");
  assert.deepEqual(await seen("passwordless"), ["passwordless", ["username username"]]);
  await sendTo(site.user.username);
  assert.deepEqual(await seen("code"), ["code", ["otp one-time-code"]]);
  await press(page, "Back to signing in");
  await press(page, "Forgot your password?");
  assert.deepEqual(await seen("forgot"), ["forgot", ["username username"]]);
  await sendTo(site.user.username);
  const change = ["username username", "otp one-time-code", "newPassword new-password"];
  assert.deepEqual(await seen("new-password"), ["new-password", change]);
  assert.equal(await page.locator("#new-password [name=username]").inputValue(), site.user.username);
});

test("whoever leaves a form leaves no password in it", async () => {
  const { page } = await start();
  await press(page, "New here? Open an account");
  await box(page, "First name").fill(MARY.first);
  await box(page, "Choose a password").fill(MARY.password);
  await press(page, "Back to signing in");
  assert.equal(await focused(page), "sign-in-title");
  const values = () => page.locator("main input").evaluateAll((inputs) => inputs.map(({ value }) => value));
  assert.ok(!(await values()).includes(MARY.password));
  await press(page, "New here? Open an account");
  assert.ok(!(await values()).includes(MARY.password));
});

test("no secret of registration and reset in markup, fields, address, storage or console", async () => {
  const { page, site } = await start();
  const changed = "Analytical1843";
  const watch = watchSecrets(page, { password: MARY.password, "new password": changed });

  await register(page);
  await heading(page, "Look into your email");
  watch.secrets.set(await site.code(), "registration code");
  assert.deepEqual(await watch.leaks(), []);
  await fillIn(page);
  await press(page, "Sign in");
  await greeting(page).waitFor();
  assert.deepEqual(await watch.leaks(), []);
  await press(page, "Sign out");

  await press(page, "Forgot your password?");
  await box(page, "Username or email").fill(MARY.email);
  await press(page, "Send me a code");
  await heading(page, "Choose a new password");
  watch.secrets.set(await site.code(), "reset code");
  await fillIn(page);
  await box(page, "New password").fill(changed);
  await press(page, "Change it and sign in");
  await greeting(page).waitFor();
  // Everything is open on the developer's bench.
  await page.locator("#wire details").evaluateAll((all) => all.forEach((details) => (details.open = true)));
  assert.deepEqual(await watch.leaks(), []);
  assert.deepEqual(page.said.filter((line) => line.startsWith("uncaught")), []);
});

test("a look into the mail may cost the page: the code is still asked for after a reload", async () => {
  const { page, site } = await start();
  await register(page);
  await heading(page, "Look into your email");
  await page.reload();
  await heading(page, "Look into your email");
  assert.equal(await page.getByRole("button", { name: "Send another code" }).count(), 0, "what was typed is gone");
  const kept = await page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)));
  assert.ok(!kept.includes(MARY.password));
  await box(page, "Code from the email").fill(await site.code());
  await press(page, "Sign in");
  await greeting(page).waitFor();

  await press(page, "Sign out");
  await press(page, "Forgot your password?");
  await box(page, "Username or email").fill(MARY.email);
  await press(page, "Send me a code");
  await heading(page, "Choose a new password");
  await page.reload();
  await heading(page, "Choose a new password");
  await page.getByText(`If ${MARY.email} is known to us`).waitFor();
  await press(page, "Back to signing in");
  await page.reload();
  await heading(page, "Come in from the cold");
});
