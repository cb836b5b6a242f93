import assert from "node:assert/strict";
import { test } from "../lib/test.mjs";
import { objections } from "../lib/accessibility.mjs";
import { DESKTOP, PHONE, needs, screenshot } from "../lib/browser.mjs";
import { check, checkTests, fill, press, run } from "../lib/check.mjs";

const start = checkTests();

for (const [device, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
  for (const colorScheme of ["light", "dark"]) {
    const inScheme = colorScheme === "light" ? {} : needs("media");
    test(`${device}, ${colorScheme}: the setup check is accessible and fits`, inScheme, async () => {
      const { page, site } = await start({ viewport, colorScheme });
      const look = async (view) => {
        await screenshot(page, `check-${device}-${colorScheme}-${view}`);
        assert.deepEqual(await objections(page), [], view);
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(sideways <= 0, `${view} scrolls sideways by ${sideways} px`);
      };

      await fill(page, { siteUrl: "", clientId: "" });
      await look("empty");
      await press(page, "Check");
      await page.getByRole("alert").filter({ hasText: /./ }).waitFor();
      await look("refused");
      await check(page, site, { guests: true });
      await look("ok");
      await site.change({ org: { enableOauthCorsPolicy: false } });
      await run(page);
      await look("failed");
      await site.change({ org: { enableOauthCorsPolicy: true }, app: { callbackUrls: ["https://app.example.com/cb"] } });
      await run(page);
      for (const summary of await page.locator(".walk summary").all()) await summary.click();
      await look("open");
    });
  }
}

test("a small phone needs no scrolling sideways, and nothing moves while the page loads", needs("layout shifts"), async () => {
  const { page } = await start({ viewport: { width: 320, height: 568 } });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  const shifts = await page.evaluate(async () => {
    const seen = [];
    new PerformanceObserver((list) => seen.push(...list.getEntries().map(({ value }) => value)))
      .observe({ type: "layout-shift", buffered: true });
    await new Promise((resolve) => setTimeout(resolve, 300));
    return seen;
  });
  assert.deepEqual(shifts, []);
});
