/** Chromium, by Playwright. */

import { chromium } from "playwright-core";

export const NAME = "Chromium";
export const LACKS = [];

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function options({ flags = [], remembers = false, loopback } = {}) {
  const args = [...FLAGS, ...flags];
  if (loopback) args.push(`--host-resolver-rules=MAP ${loopback} 127.0.0.1`);
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  const ignoreDefaultArgs = remembers ? ["--disable-back-forward-cache"] : [];
  return { executablePath: process.env.CHROME || "/usr/bin/chromium", args, ignoreDefaultArgs };
}

export const launch = (wanted) => chromium.launch(options(wanted));

export const launchPersons = () => chromium.launchPersistentContext("", options());

/** At the browser's door: what goes with its page is not sent once more, as a route's request would be. */
export async function holdAnswer(page, path) {
  const cdp = await page.context().newCDPSession(page);
  const held = new Promise((resolve) => cdp.once("Fetch.requestPaused", ({ requestId }) => resolve(requestId)));
  await cdp.send("Fetch.enable", { patterns: [{ urlPattern: `*${path}`, requestStage: "Response" }] });
  return {
    held,
    async release() {
      await cdp.send("Fetch.continueRequest", { requestId: await held });
      await cdp.detach();
    },
  };
}
