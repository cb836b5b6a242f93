import { openContext } from "./browser.mjs";

/**
 * Visits pages of a dev server before the tests do: a tool that finds a dependency only when a page asks for it reloads the page that
 * is there, and what it was loading fails.
 *
 * @param {string} origin of the dev server
 * @param {string[]} paths
 */
export async function warmUp(origin, paths) {
  const context = await openContext();
  const page = await context.newPage();
  for (const path of paths) {
    await page.goto(origin + path);
    await page.waitForLoadState("networkidle");
  }
  await context.close();
}
