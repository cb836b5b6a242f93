/** How the policy board looks: whether all of it can be read, reached and used. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { attempt, boardTests, complaint, field, said, turn, type } from "../lib/board.mjs";
import { SHAPES, looker, objections, walk } from "../lib/looks.mjs";

const start = boardTests();
const NARROW = { width: 360, height: 780 };

/** A part of the rows in each; they are all made alike. */
const SEARCHES = { "phone, light": "token", "phone, dark": "recaptcha", "desktop, light": "user", "desktop, dark": "flow" };

/** Everything, and of the requests the newest. */
const unfold = (page) =>
  page.locator("details:not(#requests > :nth-child(n + 2) details)").evaluateAll((all) => all.forEach((details) => (details.open = true)));

for (const [shape, viewport] of [["phone", NARROW], ["desktop", SHAPES.desktop]]) {
  for (const colorScheme of ["light", "dark"]) {
    const named = `${shape}, ${colorScheme}`;
    test(`${named}: the board is accessible and fits`, async () => {
      const { page, site } = await start({ viewport, colorScheme, hash: "#app-pkce" });
      const look = looker(page, `board-${shape}-${colorScheme}`);
      await turn(page, "app.isCodeCredFlowEnabled");
      await type(page, "site.RecaptchaScoreThreshold", "0.4");
      await complaint(page, "site.RecaptchaScoreThreshold").filter({ hasText: /./ }).waitFor();
      await attempt(page, "Sign in");
      await site.faults({ path: "/token", kind: "delay", ms: 5, times: 2 });
      await site.change({ app: { isCodeCredFlowEnabled: true } });
      await said(page, "Changed elsewhere");
      await attempt(page, "Sign in");
      await page.getByLabel("Search the policies").fill(SEARCHES[named]);
      await unfold(page);
      await look("open");
    });
  }
}

test("every row is accessible", async () => {
  const { page } = await start({ viewport: NARROW });
  await unfold(page);
  assert.deepEqual(await objections(page), []);
});

test("whoever goes by keyboard sees where they are", async () => {
  const { page } = await start();
  await page.getByLabel("Search the policies").fill("pkce");
  await page.evaluate(() => document.activeElement.blur());
  const stops = await walk(page);
  assert.ok(stops.length > 12, `${stops.length} stops`);
  assert.deepEqual(stops.filter(({ wrong }) => wrong), []);
});

test("everything that matters is done by keyboard", async () => {
  const { page } = await start({ hash: "#app-post-only" });
  await page.keyboard.press(" ");
  await said(page, "Require user credentials in the POST body: on.");
  await field(page, "app.requiredSessionLevel").press("ArrowDown");
  await said(page, "requiredSessionLevel: HIGH_ASSURANCE.");
  await page.getByRole("button", { name: "Back to STANDARD: requiredSessionLevel" }).press("Enter");
  await said(page, "requiredSessionLevel: STANDARD.");
  assert.equal(await page.evaluate(() => document.activeElement.id), "set-app.requiredSessionLevel", "not lost with the button");
  await page.getByLabel("Password", { exact: true }).press("Enter");
  await page.locator("#outcome h3").waitFor();
});

test("who wants less motion gets none", async () => {
  const { page } = await start({ reducedMotion: "reduce" });
  const { animationName } = await page.locator(".setting").first().evaluate((row) => {
    row.classList.add("news");
    return { animationName: getComputedStyle(row).animationName };
  });
  assert.equal(animationName, "none");
});
