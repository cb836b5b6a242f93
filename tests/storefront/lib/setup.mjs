/** What every test file starts with: one browser for the file, a fresh page and a fresh site for a test. */

import { after, before } from "node:test";
import { launch, newPage, openStorefront } from "./browser.mjs";
import { makeSite } from "./model.mjs";

/** `cargo xtask test` starts one model site for all its parts; it serves the storefront too. */
export const storefrontUrl = process.env.STOREFRONT_URL ?? process.env.MODEL_SITE;
if (!storefrontUrl) throw new Error("STOREFRONT_URL is not set: start `cargo xtask demo` and give its address.");

/** @returns {(options?: object) => Promise<{ page: import("playwright-core").Page, site: object }>} */
export function storefrontTests() {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  return async ({ settings, url, ...options } = {}) => {
    const site = await makeSite(storefrontUrl, settings);
    const page = await newPage(browser, options);
    if (url !== null) await openStorefront(page, url ?? site.storefront());
    return { page, site };
  };
}
