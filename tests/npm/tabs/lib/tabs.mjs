/** Several tabs of one origin, each with a client of its own. */

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { openContext, openPage } from "../../lib/browser.mjs";
import { watchCoreMemory } from "../../lib/core.mjs";
import { makeSite } from "../../lib/model-site.mjs";
import { serve } from "../../lib/serve.mjs";

export const origin = await serve(new URL("..", import.meta.url).pathname);

/** How long an access token lives at a model site that nobody told otherwise. */
export const LIFETIME_SEC = 7200;

export const ROTATING = { app: { isRefreshTokenRotationEnabled: true } };

/** A site with two people. With rotation a second use of a refresh token ends the session for everybody. */
export function makeSiteOfTwo(settings = ROTATING) {
  const users = ["ada", "grace"].map((name) => ({ username: `${name}@example.com`, password: "Correct1horse" }));
  return makeSite(origin, { users, ...settings });
}

/** Asks until the answer is as expected: for what the site, or a tab that was held up, does in its own time. */
export async function awaitEqual(ask, expected, ms = 20_000) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(20)) {
    if (isDeepStrictEqual(await ask(), expected)) return;
  }
  assert.deepEqual(await ask(), expected);
}

/** The tabs of one browser profile. Expiry is counted on the device's clock, so that one can be moved, too. */
export class Tabs {
  pages = [];
  #clockMs = 0;

  /**
   * @param {object} config goes over the site's own and `storage: "local"`
   * @param {(() => void)[]} scripts that run in every page before the app does
   * @param context the profile, where it is not one like any other
   */
  static async open(site, count, config = {}, scripts = [], context) {
    context ??= await openContext();
    for (const script of [watchCoreMemory, prepare, ...scripts]) await context.addInitScript(script);
    const tabs = new Tabs();
    Object.assign(tabs, { context, site, config: { ...site.config, storage: "local", ...config } });
    for (let index = 0; index < count; index += 1) await tabs.add();
    return tabs;
  }

  /** One more tab. */
  async add() {
    const page = await openPage(`${origin}/`, this.context);
    this.pages.push(page);
    await this.#start(page);
    return page;
  }

  /** Loads a tab again: a new page, a new client. */
  async reload(page) {
    await page.reload();
    await page.waitForFunction(() => globalThis.sdk);
    await this.#start(page);
  }

  async #start(page) {
    await page.evaluate((ms) => void (clockMs = ms), this.#clockMs);
    await page.evaluate((config) => open(config), this.config);
  }

  /** Runs a function in every tab at once. */
  each(run, arg) {
    return Promise.all(this.pages.map((page) => page.evaluate(run, arg)));
  }

  /** Signs in on one tab, and waits until all have heard of it. */
  async signIn(page = this.pages[0], { username, password } = this.site.user) {
    const { userId } = await page.evaluate((person) => client.login(person), { username, password });
    await this.until((id) => client.session()?.userId === id, userId);
  }

  /** Has every tab use its token at once. */
  visit(args) {
    return Promise.all(this.pages.map((page) => this.visitFrom(page, args)));
  }

  visitFrom(page, args) {
    return page.evaluate(([config, args]) => visit(config, args), [this.config, args]);
  }

  /** Waits until something holds in every tab. */
  async until(condition, arg) {
    await Promise.all(this.pages.map((page) => page.waitForFunction(condition, arg, { polling: 20 })));
  }

  /** Time passes, here and at the site. */
  async advance(seconds) {
    await this.site.advance(seconds);
    await this.moveClock(seconds);
  }

  /** The device's clock alone is moved. */
  async moveClock(seconds) {
    this.#clockMs += seconds * 1000;
    await this.each((ms) => void (clockMs = ms), this.#clockMs);
  }

  /** What each tab has told since it was last asked: `"refreshed"`, or `"refreshed elsewhere"` if another tab did it. */
  events() {
    return this.each(() => events.splice(0).map(({ type, fromOtherTab }) => (fromOtherTab ? `${type} elsewhere` : type)));
  }

  /** What the tabs' common store has under the SDK's keys. */
  async stored() {
    const kept = await this.pages[0].evaluate(() => ({ ...localStorage }));
    return Object.fromEntries(Object.entries(kept).filter(([key]) => key.startsWith("headless-identity:")));
  }

  close() {
    return this.context.close();
  }
}

/** Runs in a page: its tab comes to the front, as far as the page can tell. A driver may have another one there. */
export function comeToFront() {
  Object.defineProperty(document, "visibilityState", { configurable: true, value: "visible" });
  document.dispatchEvent(new Event("visibilitychange"));
}

/** What a tab's page has before the app runs in it. */
function prepare() {
  const now = Date.now.bind(Date);
  globalThis.clockMs = 0;
  Date.now = () => now() + clockMs;
}
