/** How calls end, as their page sees it. */

import { openContext, openPage } from "./browser.mjs";

/** A page whose calls are watched from its first script on. */
export async function openWatchedPage(url) {
  const context = await openContext();
  await context.addInitScript(watchOutcomes);
  return openPage(url, context);
}

/**
 * Runs in a page before the app does: `outcomeOf(promise)` is the status of an answer, the code of an error, or `"resolved"`,
 * and says so where nothing comes at all. `rejections` are those that nobody has handled.
 */
export function watchOutcomes() {
  const nameOf = (error) => (error?.name === "HeadlessIdentityError" ? error.code : (error?.name ?? typeof error));
  globalThis.rejections = [];
  addEventListener("unhandledrejection", ({ reason }) => rejections.push(nameOf(reason)));

  const { setTimeout, clearTimeout } = globalThis; // before a test takes them away
  globalThis.outcomeOf = async (promise, ms = 10_000) => {
    let timer;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, ms, `pending after ${ms} ms`)));
    const ended = promise.then(
      (value) => (value instanceof Response ? value.status : "resolved"),
      (error) => (globalThis.sdk.isHeadlessIdentityError(error) ? error.code : `foreign ${error?.name}`),
    );
    const outcome = await Promise.race([ended, late]);
    clearTimeout(timer);
    return outcome;
  };
}
