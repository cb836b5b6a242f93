/**
 * The browser that the tests drive: `BROWSER` names it, and Chromium it is where nobody does.
 *
 * The interface is Playwright's, as far as the tests speak it: `launch` gives a browser with `newContext`, a context with
 * `newPage` and `addInitScript`, a page with `goto`, `evaluate`, `waitForFunction`, `route`, locators, a keyboard and events. A
 * driver says what its engine or its protocol cannot do; a test that needs just that says so by `needs`, and is skipped under its
 * name, with the reason.
 */

import * as chromium from "./chromium.mjs";
import * as firefox from "./firefox.mjs";
import * as webkit from "./webkit.mjs";

const DRIVERS = { chromium, firefox, webkit };
const wanted = process.env.BROWSER || "chromium";
const driver = DRIVERS[wanted];
if (!driver) throw new Error(`BROWSER is "${wanted}"; there are: ${Object.keys(DRIVERS).join(", ")}`);

/** What a test may need that not every driver has. */
const ABILITIES = {
  cdp: "a way to stop, crash and measure a page, the Chrome DevTools Protocol",
  flags: "the flags of Chromium",
  preconnect: "connections that are made early, on a profile on disk",
  "history cache": "the way to a page that has come back out of the back/forward cache",
  bodies: "the bodies of requests",
  "held answers": "a way to hold an answer back from its page",
  "layout shifts": "a measure of what moves while a page loads",
  "no script": "a way to switch scripts off",
  clock: "a page's clock that a test moves",
};

/** The driver's name: for what is told, and for the few facts in which engines differ. */
export const engine = wanted;

/**
 * For the options of a test: skips it, with the reason, where the driver lacks something.
 *
 * @param {...keyof typeof ABILITIES} abilities
 */
export function needs(...abilities) {
  for (const ability of abilities) if (!ABILITIES[ability]) throw new Error(`no ability "${ability}"`);
  const lacking = abilities.find((ability) => driver.LACKS.includes(ability));
  return lacking ? { skip: `${driver.NAME} lacks ${ABILITIES[lacking]}` } : {};
}

/**
 * @param {object} options
 * @param {string[]} [options.flags] more of Chromium's flags
 * @param {boolean} [options.remembers] whether pages wait in the back/forward cache, which drivers switch off
 * @param {string} [options.loopback] a name that leads to this machine
 */
export const launch = (options = {}) => driver.launch(options);

/** A profile as a person has it, on disk, in a browser of its own. */
export const launchPersons = () => driver.launchPersons();

/**
 * From now on the first answer to a page's requests to a path is held back: the browser has it, and the page does not see it
 * before `release()`. `held` resolves when it is there.
 */
export const holdAnswer = (page, path) => driver.holdAnswer(page, path);
