/** One window, as a page of Playwright's. */

import { EventEmitter, on } from "node:events";
import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { driverOf, nameRequests } from "./in-page.mjs";
import { Keyboard } from "./keyboard.mjs";
import { Locator } from "./locator.mjs";
import { matches, PAGE_PARAMETER } from "./proxy.mjs";
import { called, literal, restored } from "./values.mjs";

export const SCREEN = { width: 1280, height: 1024 };

/** How long between two looks whether something has come to its end. */
const PAUSES_MS = [2, 5, 10, 20];

export class Page extends EventEmitter {
  #context;
  #session;
  #url = "about:blank";
  #number = 0;
  #frame;
  #functions = new Map();
  #hasNames = false;

  constructor(context, session, window) {
    super();
    this.#context = context;
    this.#session = session;
    this.window = window;
  }

  timeoutMs = 30_000;
  keyboard = new Keyboard((actions) => this.command("POST", "/actions", { actions: [{ type: "key", id: "keys", actions }] }));

  context = () => this.#context;
  url = () => this.#url;
  setDefaultTimeout = (ms) => void (this.timeoutMs = ms);
  waitForTimeout = (ms) => sleep(ms);
  addInitScript = (script) => this.#context.addInitScript(script);

  locator = (selector) => new Locator(this).locator(selector);
  getByLabel = (text, options) => new Locator(this).getByLabel(text, options);
  getByRole = (role, options) => new Locator(this).getByRole(role, options);
  getByText = (text, options) => new Locator(this).getByText(text, options);

  async goto(url) {
    await this.command("POST", "/url", { url });
    this.#url = url;
  }

  goBack = () => this.#moved("/back");
  goForward = () => this.#moved("/forward");
  reload = () => this.#moved("/refresh");
  title = () => this.command("GET", "/title");

  async #moved(path) {
    await this.command("POST", path, {});
    await this.look();
  }

  async close() {
    await this.command("DELETE", "/window");
    this.emit("close");
  }

  /**
   * The window is larger than the page in it, by what is measured before it is resized for the first time: a page learns of its new
   * size later than the driver says. It lies under the pointer, in the middle of the screen: so it has the focus.
   */
  async setViewportSize({ width, height }) {
    this.#frame ??= (await this.command("GET", "/window/rect")).height - (await this.execute("return innerHeight"));
    await this.command("POST", "/window/rect", { x: (SCREEN.width - width) / 2, y: 0, width, height: height + this.#frame });
    for (const end = Date.now() + this.timeoutMs; (await this.execute("return `${innerWidth} ${innerHeight}`")) !== `${width} ${height}`; ) {
      if (Date.now() > end) throw new Error(`the page does not become ${width} by ${height}`);
      await sleep(20);
    }
  }

  /** Of the whole page: the window takes the page's height while the picture is taken. */
  async screenshot({ path }) {
    const [width, height, whole] = await this.execute("return [innerWidth, innerHeight, document.documentElement.scrollHeight]");
    await this.setViewportSize({ width, height: whole });
    await writeFile(path, await this.command("GET", "/screenshot"), "base64");
    await this.setViewportSize({ width, height });
  }

  /** The page itself, and the frames that are in it now, as far as a test has them made. */
  frames = () => [this, { evaluate: (run, arg) => this.#evaluate(`frames[0].eval(${JSON.stringify(called(run, arg))})`) }];

  evaluate = (run, arg) => this.#evaluate(called(run, arg));

  async #evaluate(expression) {
    const number = (this.#number += 1);
    let seen = await this.#script(`driver.begin(${number}, () => (${expression})); return driver.look(${number})`);
    for (let turn = 0; !seen.isOver; turn += 1) {
      if (!seen.isKnown) throw new Error("page.evaluate: the page has gone to another document meanwhile");
      await sleep(PAUSES_MS[Math.min(turn, PAUSES_MS.length - 1)]);
      seen = await this.#script(`return driver.look(${number})`);
    }
    if (seen.failure !== undefined) throw new Error(`page.evaluate: ${seen.failure}`);
    return restored(JSON.parse(seen.value));
  }

  /** Hears what the page has said and asked for, and where it is now. */
  look = () => this.#script("return driver.look()");

  /** Runs a script of the driver's, which ends in a look; and does what the page has asked for meanwhile. */
  async #script(script) {
    const source = `const driver = (${driverOf})(); ${script}`;
    const { said, asked, href, ...seen } = JSON.parse(await this.execute(source));
    this.#url = href;
    for (const { event, type, text, ...error } of said) {
      this.emit(event, event === "console" ? { type: () => type, text: () => text } : error);
    }
    for (const { question, name, args } of asked) {
      const value = await this.#functions.get(name)(...args);
      await this.execute(`__driver.answer(${question}, ${literal(value)})`);
    }
    return seen;
  }

  async exposeFunction(name, run) {
    this.#functions.set(name, run);
    const expose = `globalThis.${name} = (...args) => driver.ask("${name}", args)`;
    await this.#script(`${expose}; return driver.look()`);
  }

  async waitForFunction(condition, arg, { timeout = this.timeoutMs, polling = 20 } = {}) {
    for (const end = Date.now() + timeout; ; await sleep(polling)) {
      const value = await this.evaluate(condition, arg).catch((error) => {
        if (!/gone to another document/.test(error.message)) throw error;
      });
      if (value) return;
      if (Date.now() > end) throw new Error(`page.waitForFunction: ${timeout} ms are over, and still not ${condition}`);
    }
  }

  async waitForURL(pattern) {
    for (const end = Date.now() + this.timeoutMs; !matches(pattern, this.#url); await sleep(20)) {
      if (Date.now() > end) throw new Error(`page.waitForURL: ${this.#url} is not ${pattern}`);
      await this.look();
    }
  }

  waitForRequest = (pattern) => this.waitForEvent("request", (request) => matches(pattern, request.url()));

  async waitForEvent(event, isIt = () => true) {
    const signal = AbortSignal.timeout(this.timeoutMs);
    for await (const [what] of on(this, event, { signal })) if (isIt(what)) return what;
  }

  /** Has a test answer what the page asks for by `fetch`, until it goes to another document. */
  async route(pattern, handle) {
    this.#session.proxy.route(this.window, pattern, handle);
    if (!this.#hasNames) await this.#evaluate(`(${nameRequests})(${literal(PAGE_PARAMETER)}, ${literal(this.window)})`);
    this.#hasNames = true;
  }

  /** Runs a script as WebDriver has it: what it returns may be an element. */
  execute = (script) => this.command("POST", "/execute/sync", { script, args: [] });

  /** A command of WebDriver's, in this window. */
  command(method, path, body) {
    return this.#session.inWindow(this.window, method, path, body);
  }
}
