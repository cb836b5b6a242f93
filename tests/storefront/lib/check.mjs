/** The setup check, as a developer uses it. */

import { makeSite } from "./model.mjs";
import { pagesForTests, storefrontUrl } from "./setup.mjs";

export const checkUrl = new URL("check.html", storefrontUrl).href;

/**
 * Registers the file's browser and returns what makes a page and a site for one test: `settings` of the site, `url` of the
 * check where it is another one, and any option of a Playwright context. `closing`: as in `pagesForTests`.
 */
export function checkTests(closing) {
  const openPage = pagesForTests(closing);

  return async ({ settings, url = checkUrl, ...options } = {}) => {
    const site = await makeSite(storefrontUrl, settings);
    const page = await openPage(options);
    await open(page, url);
    return { page, site };
  };
}

/** Opens the check and waits until it can be used. */
export async function open(page, url = checkUrl) {
  await page.goto(url);
  await page.locator("#submit:enabled").waitFor();
}

const OPTIONS = ["redirectUri", "scopes"];

/** Types, by the fields' names; `user` is both of its fields. What is not named is left as it is. */
export async function fill(page, { user, guests, ...fields }) {
  const { username, password } = user ?? {};
  const typed = Object.entries({ ...fields, username, password }).filter(([, value]) => value !== undefined);
  const isAdvanced = guests !== undefined || typed.some(([name]) => OPTIONS.includes(name));
  const details = page.locator("details.more");
  if (isAdvanced && !(await details.evaluate(({ open }) => open))) await details.locator("summary").click();
  for (const [name, value] of typed) await page.locator(`#${name}`).fill(value);
  if (guests !== undefined) await page.getByLabel("It takes guests").setChecked(guests);
}

export const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** Presses Check and waits for the end of the run. */
export async function run(page) {
  await press(page, "Check");
  await page.locator("#steps[aria-busy=false]").waitFor();
  await page.locator("#outcome:not([hidden])").waitFor();
}

const NOBODY = { username: "", password: "" };
const AS_USUAL = { redirectUri: "", scopes: "", guests: false };

/** Fills in a site with its user, or without one for `user: null`, and runs the check. */
export async function check(page, { siteUrl, clientId, user: own }, { user = own, ...fields } = {}) {
  await fill(page, { ...AS_USUAL, siteUrl, clientId, ...fields, user: user ?? NOBODY });
  await run(page);
}

/** `{ discovery: "ok", … }` */
export function states(page) {
  return page.locator(".step").evaluateAll((steps) =>
    Object.fromEntries(steps.map((step) => [step.querySelector("h3").id.slice(5), step.dataset.state])),
  );
}

/** What a step shows: the sentence, and everything below it. */
export const shown = (page, step) => page.locator(`.step:has(#step-${step})`).evaluate((item) => item.textContent);

export const report = (page) => page.locator("#report").evaluate((pre) => pre.textContent);
