/** What every test file starts with: one browser for the file, a fresh page and a fresh site for a test. */

import { after, before } from "node:test";
import { launch, newPage, openStorefront } from "./browser.mjs";
import { makeSite } from "./model.mjs";

/** `cargo xtask test` starts one model site for all its parts; it serves the storefront too. */
export const storefrontUrl = process.env.STOREFRONT_URL ?? process.env.MODEL_SITE;
if (!storefrontUrl) throw new Error("STOREFRONT_URL is not set: start `cargo xtask demo` and give its address.");

/**
 * Registers the file's browser and returns what makes a page and a site for one test:
 * `settings` of the site, `prepare(page)` before it opens, `url` to open in place of the site's storefront (`null`: none),
 * and any option of a Playwright context.
 */
export function storefrontTests() {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  return async ({ settings, prepare, url, ...options } = {}) => {
    const site = await makeSite(storefrontUrl, settings);
    const page = await newPage(browser, options);
    await prepare?.(page);
    if (url !== null) await openStorefront(page, url ?? site.storefront());
    return { page, site };
  };
}
