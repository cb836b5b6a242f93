/** Firefox, by Playwright over WebDriver BiDi. */

import { firefox } from "playwright-core";

export const NAME = "Firefox";
export const LACKS = ["cdp", "flags", "preconnect", "history cache", "bodies", "held answers", "media", "layout shifts", "no script"];

const CHANNEL = "moz-firefox"; // the one that people have, not a build of Playwright's

function options({ loopback } = {}) {
  const firefoxUserPrefs = loopback ? { "network.dns.localDomains": loopback } : {};
  return { channel: CHANNEL, executablePath: process.env.FIREFOX || "/usr/bin/firefox-esr", firefoxUserPrefs };
}

export const launch = (wanted) => firefox.launch(options(wanted));

export const launchPersons = () => firefox.launchPersistentContext("", options());
