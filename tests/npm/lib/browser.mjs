/** A real browser, one for each test file: it is started by the first test that is not skipped. */

import { after } from "node:test";
import { launch, launchPersons } from "../../browsers/index.mjs";
import { isCompat, withoutWebAssembly } from "./core.mjs";

export { holdAnswer, needs } from "../../browsers/index.mjs";

let browser;

after(async () => (await browser)?.close());

/** A profile of its own, whose pages are tabs of one browser. */
export const openContext = async () => contextOf(await (browser ??= launch()));

/** The same as a person has it, on disk: in the one above, as in a private window, Chromium follows no preconnect. */
export async function openPersonsContext(t) {
  const context = await launchPersons();
  t.after(() => context.close());
  return context;
}

/** The same in a browser of the test's own, started in another way: see `launch`. */
export async function openContextOf(t, options) {
  const another = await launch(options);
  t.after(() => another.close());
  return contextOf(another);
}

async function contextOf(browser) {
  const context = await browser.newContext();
  if (isCompat) await context.addInitScript(withoutWebAssembly);
  return context;
}

/** A page where the app has put the package's exports under `sdk`, in a profile of its own or in that of another page. */
export async function openPage(url, context) {
  context ??= await openContext();
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(url);
  await page.waitForFunction(() => globalThis.sdk);
  return page;
}
