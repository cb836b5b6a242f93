/** A real Chromium, one for each test file. */

import { after, before } from "node:test";
import { chromium } from "playwright-core";

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const OPTIONS = {
  executablePath: process.env.CHROME ?? "/usr/bin/chromium",
  args: process.getuid?.() === 0 ? [...FLAGS, "--no-sandbox"] : FLAGS,
};

let browser;

before(async () => {
  browser = await chromium.launch(OPTIONS);
});

after(() => browser?.close());

/** A profile of its own, whose pages are tabs of one browser. */
export const openContext = () => browser.newContext();

/** The same as a person has it, on disk: in the one above, as in a private window, Chromium follows no preconnect. */
export async function openPersonsContext(t) {
  const context = await chromium.launchPersistentContext("", OPTIONS);
  t.after(() => context.close());
  return context;
}

/** The same in a browser of the test's own, started with more flags, or without some that Playwright gives. */
export async function openContextOf(t, { flags = [], without }) {
  const another = await chromium.launch({ ...OPTIONS, args: [...OPTIONS.args, ...flags], ignoreDefaultArgs: without });
  t.after(() => another.close());
  return another.newContext();
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
