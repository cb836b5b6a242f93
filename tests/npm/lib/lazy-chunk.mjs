/** An app with nothing but `lazyClient`, in a tool chain that makes chunks. Its script is `lazy.js`. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "./browser.mjs";
import { makeSite } from "./model-site.mjs";

/** @param {string} name of the tool chain @param {string} url of the built page */
export function lazyChunkTest(name, url) {
  test(`${name}: the core of lazyClient is a chunk of its own, which the first use fetches`, async () => {
    const site = await makeSite(new URL(url).origin);
    const page = await openPage(url);
    const scripts = () =>
      page.evaluate(() => {
        const fetched = performance.getEntriesByType("resource").filter((entry) => entry.name.endsWith(".js"));
        return fetched.reduce((bytes, { decodedBodySize }) => bytes + decodedBodySize, 0);
      });

    const atFirst = await scripts();
    const userId = await page.evaluate(async ({ config, user: { username, password } }) => {
      const session = await sdk.lazyClient(config).login({ username, password });
      return session.userId;
    }, site);

    assert.equal(userId, site.user.id);
    assert.ok(atFirst > 0 && atFirst < 20_000, `${atFirst} bytes of script before the first use`);
    assert.ok((await scripts()) > 100_000, "the core came by the first use");
  });
}
