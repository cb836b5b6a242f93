import assert from "node:assert/strict";
import { test } from "node:test";
import { needs } from "../lib/browser.mjs";
import { check, checkTests, fill, press, run } from "../lib/check.mjs";
import { LOOKS, SHAPES, layoutShifts, looker, walk } from "../lib/looks.mjs";

const start = checkTests();

for (const { shape, colorScheme } of LOOKS) {
  test(`${shape}, ${colorScheme}: the setup check is accessible and fits`, async () => {
    const { page, site } = await start({ viewport: SHAPES[shape], colorScheme });
    const look = looker(page, `check-${shape}-${colorScheme}`);

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

test("whoever goes by keyboard sees where they are", async () => {
  const { page } = await start();
  const stops = await walk(page);
  assert.ok(stops.length > 8, `${stops.length} stops`);
  assert.deepEqual(stops.filter(({ wrong }) => wrong), []);
});

test("nothing moves while the page loads", needs("layout shifts"), async () => {
  const { page } = await start({ viewport: SHAPES["small phone"] });
  assert.deepEqual(await layoutShifts(page), []);
});
