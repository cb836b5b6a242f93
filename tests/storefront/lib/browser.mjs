/** The storefront in a browser. */

import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import * as browsers from "../../browsers/index.mjs";

export { engine, needs } from "../../browsers/index.mjs";

/** A shop on the public web, as far as the browser can tell: this name leads back to the demo server. */
export const PUBLIC_HOST = "shop.example";

export const launch = (options) => browsers.launch({ ...options, loopback: PUBLIC_HOST });

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };

/** A page in a profile of its own, with everything it said to the console under `page.said`. */
export async function newPage(browser, { viewport = DESKTOP, ...options } = {}) {
  const context = await browser.newContext({ viewport, ...options });
  const page = await context.newPage();
  page.said = [];
  page.on("console", (message) => page.said.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => page.said.push(`uncaught: ${error.message}`));
  page.setDefaultTimeout(15_000);
  return page;
}

/** Opens the storefront and waits until it can be used; if it cannot, the error says what the page says. */
export async function openStorefront(page, url) {
  await page.goto(url);
  await ready(page);
}

/** Until then the visitor's session is under way. */
export async function ready(page) {
  const closed = page.locator("#closed:not([hidden])");
  await page.locator("#session-facts:not([aria-busy])").or(closed).waitFor();
  if (await closed.isVisible()) throw new Error(await closed.innerText());
}

/** Signs in as a person does: by the labels they read. */
export async function signIn(page, { username, password }) {
  await page.getByLabel("Email or username").fill(username);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Puts a blanket into the basket. */
export const add = (page, blanket) => page.getByRole("button", { name: `Add to basket: ${blanket}` }).click();

/** What the basket shows: `["Ripple 2"]`. */
export function basket(page) {
  return page.locator("#basket-lines > li").evaluateAll((lines) =>
    lines.map((line) => [...line.querySelectorAll("cite, .many")].map(({ textContent }) => textContent).join(" ")),
  );
}

/** The visitor's id, as the developer's bench shows it. */
export const visitor = async (page) => (await shownFacts(page)).Visitor;

export const greeting = (page) => page.getByRole("heading", { name: /^Good to see you/ });
export const refusal = (page) => page.getByRole("alert");
export const developerDetails = (page) => page.locator("#sign-in-details");

/** The session's facts as the page shows them: `{ Kind: "…", User: "…" }`. */
export function shownFacts(page) {
  return page.locator("#session-facts").evaluate((list) =>
    Object.fromEntries(
      [...list.querySelectorAll("dt")].map((term) => {
        const fact = term.nextElementSibling;
        const items = [...fact.querySelectorAll("li")].map((item) => item.textContent);
        return [term.textContent, items.length ? items.join(" ") : fact.textContent];
      }),
    ),
  );
}

const SCREENSHOTS = fileURLToPath(new URL("../../../target/screenshots/", import.meta.url));

/** Saves what is seen, for people to look at. */
export async function screenshot(page, name, path) {
  const shop = new URL(page.url()).pathname === "/yew/" ? "yew-" : "";
  const where = browsers.engine === "chromium" ? "" : `${browsers.engine}/`;
  path ??= `${SCREENSHOTS}${where}${shop}${name}.png`;
  await mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path, fullPage: true, animations: "disabled" });
  return path;
}
