/** The model's policy board, as a developer uses it. */

import { makeSite } from "./model.mjs";
import { pagesForTests, storefrontUrl } from "./setup.mjs";

export const origin = new URL(storefrontUrl).origin;

/**
 * Registers the file's browser and returns what makes a site and opens the board for it: `settings` of the site, `hash` of the
 * address, `prepare(page)` before it opens, and any option of a Playwright context.
 */
export function boardTests() {
  const openPage = pagesForTests();

  return async ({ settings, hash = "", prepare, ...options } = {}) => {
    const site = await makeSite(storefrontUrl, settings);
    const page = await openPage(options);
    await prepare?.(page);
    await open(page, `?site=${idOf(site)}${hash}`);
    return { page, site };
  };
}

export const idOf = (site) => site.path.split("/").at(-1);

export async function open(page, rest = "") {
  await page.goto(`${origin}/__model${rest}`);
  await page.locator("#board[aria-busy=false]").waitFor();
}

/** The switch or field of a setting. */
export const field = (page, path) => page.locator(`[id="set-${path}"]`);

/** What is said below a setting that was refused. */
export const complaint = (page, path) => page.locator(`[id="set-${path}-wrong"]`);

/** Turns a switch and waits until the site has it. */
export async function turn(page, path) {
  await hush(page);
  await field(page, path).press(" ");
  await said(page, /: (on|off)\.$/);
}

/** Types a value and leaves the field. A text of several lines is put there at once. */
export async function type(page, path, text) {
  if (text.includes("\n")) return put(field(page, path), text);
  await field(page, path).fill(text);
  await field(page, path).press("Tab");
}

/** Chooses one of a list, by its value. */
export const put = (found, value) =>
  found.evaluate((list, value) => {
    list.value = value;
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }, value);

export const isOn = (page, path) => field(page, path).evaluate(({ checked }) => checked);

/** Takes away what the board said last. */
export const hush = (page) => page.locator("#teller").evaluate((teller) => void (teller.textContent = ""));

/** Waits for what the board says aloud. */
export const said = (page, text) => page.locator("#teller").filter({ hasText: text }).waitFor();

export const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** Presses one of the buttons of the trial and returns what it shows. */
export async function attempt(page, name) {
  const outcome = page.locator("#outcome");
  await outcome.evaluate((element) => element.replaceChildren());
  await press(page, name);
  await outcome.locator("h3").waitFor();
  await page.locator("#outcome[aria-busy=false]").waitFor();
  return outcome.innerText();
}

/** Calls the control door. */
export async function door(method, path, body) {
  const answer = await fetch(`${origin}/__model${path}`, { method, body: body && JSON.stringify(body) });
  const text = await answer.text();
  return text && JSON.parse(text);
}

export const settingsOf = async (site) => (await door("GET", site.path)).settings;
