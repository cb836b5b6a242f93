import assert from "node:assert/strict";
import { test } from "./lib/test.mjs";
import { objections } from "./lib/accessibility.mjs";
import { DESKTOP, PHONE, add, developerDetails, greeting, needs, refusal, screenshot, signIn } from "./lib/browser.mjs";
import { storefrontTests, storefrontUrl } from "./lib/setup.mjs";

const start = storefrontTests();

for (const [device, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
  for (const colorScheme of ["light", "dark"]) {
    const inScheme = colorScheme === "light" ? {} : needs("media");
    const checker = (page) => async (view) => {
      await screenshot(page, `${device}-${colorScheme}-${view}`);
      assert.deepEqual(await objections(page), [], view);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(sideways <= 0, `${view} scrolls sideways by ${sideways} px`);
    };

    test(`${device}, ${colorScheme}: shop and sign-in are accessible and fit`, inScheme, async () => {
      const { page, site } = await start({ viewport, colorScheme });
      const check = checker(page);

      await check("sign-in");
      await add(page, "Ripple");
      await add(page, "Evening at the Tarn");
      await signIn(page, { ...site.user, password: "not this one" });
      await refusal(page).filter({ hasText: /./ }).waitFor();
      await developerDetails(page).locator("summary").click();
      await check("refused");
      await signIn(page, site.user);
      await greeting(page).waitFor();
      // A request on the bench, where the page shows any.
      await page.locator("#wire summary").evaluateAll(([first]) => first?.click());
      await check("welcome");
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByRole("button", { name: "Sign in" }).waitFor();
      await check("signed-out");
    });

    test(`${device}, ${colorScheme}: the ways to an account are accessible and fit`, inScheme, async () => {
      const { page, site } = await start({ viewport, colorScheme });
      const check = checker(page);
      const press = (name) => page.getByRole("button", { name, exact: true }).click();

      await press("New here? Open an account");
      await page.getByLabel("First name").fill("Mary");
      await page.getByLabel("Last name").fill("Somerville");
      await page.getByRole("textbox", { name: "Email" }).fill("mary@example.com");
      await page.getByRole("textbox", { name: "Choose a password" }).fill("short");
      await press("Send me the code");
      await refusal(page).filter({ hasText: /./ }).waitFor();
      await check("register");
      await press("Back to signing in");

      await press("Have a code sent by email");
      await page.getByRole("textbox", { name: "Username or email" }).fill(site.user.username);
      await check("passwordless");
      await press("Send me a code");
      await page.getByRole("textbox", { name: "Code from the email" }).fill("000000");
      await press("Sign in");
      await refusal(page).filter({ hasText: /./ }).waitFor();
      await check("code");
      await press("Back to signing in");

      await press("Forgot your password?");
      await page.getByRole("textbox", { name: "Username or email" }).fill(site.user.username);
      await check("forgot");
      await press("Send me a code");
      await page.getByRole("heading", { name: "Choose a new password" }).waitFor();
      await check("new-password");
    });
  }
}

test("the closed counter is accessible", async () => {
  const { page, site } = await start({ url: null });
  await page.goto(site.storefront().replace(/siteUrl=http/, "siteUrl=gopher"));
  await page.getByRole("heading", { name: "The counter is closed" }).waitFor();
  await screenshot(page, "desktop-light-closed");
  assert.deepEqual(await objections(page), []);
});

test("nothing moves while the page loads, and nothing overflows a small phone", needs("layout shifts"), async () => {
  const { page } = await start({ url: storefrontUrl, viewport: { width: 320, height: 568 } });
  await page.getByRole("button", { name: "Fill in" }).waitFor();
  assert.deepEqual(await page.evaluate(layoutShifts), []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
});

/** Runs in the page: how much each layout shift so far has moved. */
async function layoutShifts() {
  const shifts = [];
  const observer = new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value)));
  observer.observe({ type: "layout-shift", buffered: true });
  await new Promise((resolve) => setTimeout(resolve, 300));
  return shifts;
}
