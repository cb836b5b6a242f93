/** What can happen to a tab in the middle of its work, done by the browser's own means. */

import { holdAnswer } from "../../lib/browser.mjs";

/** Begins a refresh that nobody waits for. */
export const begin = (page) => page.evaluate(() => void client.getAccessToken().catch(() => {}));

/** Begins a refresh whose request never leaves the page. */
export function beginAndStick(page) {
  return page.evaluate(
    () =>
      new Promise((stuck) => {
        const { fetch } = globalThis;
        globalThis.fetch = () => {
          globalThis.fetch = fetch;
          stuck();
          return new Promise(() => {});
        };
        client.getAccessToken().catch(() => {});
      }),
  );
}

/** Begins a refresh whose answer arrives at the browser, and which the page does not see until it is released. */
export async function beginAndHold(page) {
  const { held, release } = await holdAnswer(page, "/services/oauth2/token");
  await begin(page);
  await held;
  return release;
}

/** The ways in which a tab goes for good. */
export const KILLS = {
  closed: (page) => page.close({ runBeforeUnload: false }),
  async crashed(page) {
    const cdp = await page.context().newCDPSession(page);
    const crashed = page.waitForEvent("crash");
    cdp.send("Page.crash").catch(() => {}); // nobody is left to answer
    await crashed;
  },
};

/** Stops a tab: no script, no timer, no answer is seen until it is thawed. What it holds it keeps. */
export async function freeze(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Debugger.enable");
  const frozen = new Promise((resolve) => cdp.once("Debugger.paused", resolve));
  await cdp.send("Debugger.pause");
  page.evaluate(() => {}).catch(() => {}); // it stops at the next statement, so there must be one
  await frozen;
  return async function thaw() {
    await cdp.send("Debugger.resume");
    await cdp.send("Debugger.disable");
    await cdp.detach();
  };
}
