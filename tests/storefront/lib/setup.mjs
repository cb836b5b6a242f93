/** What every test file starts with: one browser for the file, a fresh page and a fresh site for a test. */

import { after, afterEach, before } from "node:test";
import { launch, newPage, openStorefront } from "./browser.mjs";
import { makeSite } from "./model.mjs";

/** `cargo xtask test` starts one model site for all its parts; it serves the storefront too. */
export const storefrontUrl = process.env.STOREFRONT_URL ?? process.env.MODEL_SITE;
if (!storefrontUrl) throw new Error("STOREFRONT_URL is not set: start `cargo xtask demo` and give its address.");

/**
 * Registers the file's browser and returns what opens a page in it. `closing` is the hook that closes the pages: after each test,
 * or once, where the tests of a file share a page.
 */
export function pagesForTests(closing = afterEach) {
  const contexts = [];
  let browser;
  before(async () => {
    browser = await launch();
  });
  closing(() => Promise.all(contexts.splice(0).map((context) => context.close())));
  after(() => browser?.close());

  return async (options) => {
    const page = await newPage(browser, options);
    contexts.push(page.context());
    return page;
  };
}

/**
 * Registers the file's browser and returns what makes a page and a site for one test:
 * `settings` of the site, `prepare(page)` before it opens, `url` to open in place of the site's storefront (`null`: none),
 * and any option of a Playwright context.
 */
export function storefrontTests() {
  const openPage = pagesForTests();

  return async ({ settings, prepare, url, ...options } = {}) => {
    const site = await makeSite(storefrontUrl, settings);
    const page = await openPage(options);
    await prepare?.(page);
    if (url !== null) await openStorefront(page, url ?? site.storefront());
    return { page, site };
  };
}
