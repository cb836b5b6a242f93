/** Firefox, by Playwright over WebDriver BiDi. */

import { firefox } from "playwright-core";

export const NAME = "Firefox";
export const LACKS = ["cdp", "flags", "preconnect", "history cache", "bodies", "held answers", "layout shifts", "no script"];

const CHANNEL = "moz-firefox"; // the one that people have, not a build of Playwright's

function options({ loopback } = {}, { colorScheme, reducedMotion } = {}) {
  const firefoxUserPrefs = {
    "layout.css.prefers-color-scheme.content-override": colorScheme === "dark" ? 0 : 1,
    "ui.prefersReducedMotion": reducedMotion === "reduce" ? 1 : 0,
    ...(loopback && { "network.dns.localDomains": loopback }),
  };
  return { channel: CHANNEL, executablePath: process.env.FIREFOX || "/usr/bin/firefox-esr", firefoxUserPrefs };
}

/** Dark colours and less motion are preferences of the whole browser: a context that wants them has one of its own. */
export async function launch(wanted) {
  const plain = await firefox.launch(options(wanted));
  const others = [];
  return {
    version: () => plain.version(),
    async newContext({ colorScheme = "light", reducedMotion, ...given } = {}) {
      if (colorScheme === "light" && !reducedMotion) return plain.newContext(given);
      const other = await firefox.launch(options(wanted, { colorScheme, reducedMotion }));
      others.push(other);
      return other.newContext(given);
    },
    close: () => Promise.all([plain, ...others].map((browser) => browser.close())),
  };
}

export const launchPersons = () => firefox.launchPersistentContext("", options());
