/** Clients that live in a page, ready to be used by name: `clients["by hand"].login(credentials)`. */
import { watchCoreMemory } from "../../tests/npm/lib/core.mjs";
import { makeSite } from "../../tests/npm/lib/model-site.mjs";
import { COMPAT, FLOOR, OURS, contestants } from "./contestants.mjs";
import { servePages } from "./pages.mjs";

/** Who can log in at a site with headless identity at all. */
export const NAMES = [OURS, COMPAT, FLOOR];

/** The site's limit for logins is not what is measured. */
const SETTINGS = { org: { loginRatePerHour: 1_000_000_000 } };

/**
 * A fresh page with a client of each name, each with a site of its own.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string[]} names
 */
export async function openClients(browser, names = NAMES) {
  const entries = contestants().filter(({ name }) => names.includes(name));
  const { origin, script } = await servePages(entries);
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(600_000);
  await page.addInitScript(watchCoreMemory);
  await page.goto(`${origin}/empty.html`);
  const sites = {};
  for (const name of names) {
    const site = (sites[name] = await makeSite(origin, SETTINGS));
    const { username, password } = site.user;
    const config = { ...site.config, redirectUri: `${site.config.siteUrl}/services/oauth2/echo` };
    await page.evaluate(open, { name, script: script(name), config, credentials: { username, password } });
  }
  return { page, sites };
}

async function open({ name, script, config, credentials }) {
  const module = await import(script);
  const client = await module.open(config, () => {});
  (globalThis.clients ??= {})[name] = { ...client, login: () => client.login(credentials) };
}
