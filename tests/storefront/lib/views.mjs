/** Every view of the shop, one after the other, as its tests look at them. */

import { test } from "node:test";
import assert from "node:assert/strict";
import { add, developerDetails, greeting, refusal, signIn } from "./browser.mjs";
import { SHAPES, looker, walk } from "./looks.mjs";

/** Registers the tests of one shape and colour. @param start what `storefrontTests` returned */
export function testViews(start, { shape, colorScheme }) {
  const named = `${shape}, ${colorScheme}`;
  const open = async () => {
    const { page, site } = await start({ viewport: SHAPES[shape], colorScheme });
    return { page, site, look: looker(page, `${shape}-${colorScheme}`), field: (name) => page.getByRole("textbox", { name }) };
  };

  test(`${named}: shop and sign-in are accessible and fit`, async () => {
    const { page, site, look } = await open();
    await look("sign-in");
    await add(page, "Ripple");
    await add(page, "Evening at the Tarn");
    await page.getByRole("link", { name: "Basket 2" }).waitFor();
    await look("basket"); // the pointer is over the button still
    await signIn(page, { ...site.user, password: "not this one" });
    await refusal(page).filter({ hasText: /./ }).waitFor();
    await developerDetails(page).locator("summary").click();
    await look("refused");
    await signIn(page, site.user);
    await greeting(page).waitFor();
    // A request on the bench, where the page shows any.
    await page.locator("#wire summary").evaluateAll(([first]) => first?.click());
    await look("welcome");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    await look("signed-out");
  });

  test(`${named}: the ways to an account are accessible and fit`, async () => {
    const { page, site, look, field } = await open();
    const press = (name) => page.getByRole("button", { name, exact: true }).click();
    const refused = () => refusal(page).filter({ hasText: /./ }).waitFor();

    await press("New here? Open an account");
    await field("First name").fill("Mary");
    await field("Last name").fill("Somerville");
    await field("Email").fill("mary@example.com");
    await field("Choose a password").fill("short");
    await press("Send me the code");
    await refused();
    await look("register");
    await field("Choose a password").fill("Celestial1831");
    await press("Send me the code");
    await field("Code from the email").waitFor();
    await look("register-code");
    await press("Back to signing in");

    await press("Have a code sent by email");
    await field("Username or email").fill(site.user.username);
    await look("passwordless");
    await press("Send me a code");
    await field("Code from the email").fill("000000");
    await press("Sign in");
    await refused();
    await look("code");
    await press("Back to signing in");

    await press("Forgot your password?");
    await field("Username or email").fill(site.user.username);
    await look("forgot");
    await press("Send me a code");
    await page.getByRole("heading", { name: "Choose a new password" }).waitFor();
    await look("new-password");
  });

  test(`${named}: whoever goes by keyboard sees where they are`, async () => {
    const { page } = await open();
    await add(page, "Ripple");
    await page.evaluate(() => document.activeElement.blur());
    const stops = await walk(page);
    assert.ok(stops.length > 10, `${stops.length} stops`);
    assert.deepEqual(stops.filter(({ wrong }) => wrong), []);
  });
}
