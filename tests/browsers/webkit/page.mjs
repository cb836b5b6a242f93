/** One window, as a page of Playwright's. */

import { EventEmitter, on } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { driverOf, nameRequests } from "./in-page.mjs";
import { matches, PAGE_PARAMETER } from "./proxy.mjs";

/** How long between two looks whether something has come to its end. */
const PAUSES_MS = [2, 5, 10, 20];

export class Page extends EventEmitter {
  #context;
  #session;
  #window;
  #url = "about:blank";
  #timeoutMs = 30_000;
  #number = 0;
  #functions = new Map();
  #hasNames = false;

  constructor(context, session, window) {
    super();
    this.#context = context;
    this.#session = session;
    this.#window = window;
  }

  context = () => this.#context;
  url = () => this.#url;
  setDefaultTimeout = (ms) => void (this.#timeoutMs = ms);
  waitForTimeout = (ms) => sleep(ms);

  async goto(url) {
    await this.#do("POST", "/url", { url });
    this.#url = url;
  }

  reload = () => this.#do("POST", "/refresh", {});

  async close() {
    await this.#do("DELETE", "/window");
    this.emit("close");
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

  /** Runs a script of the driver's, which ends in a look; and does what the page has asked for meanwhile. */
  async #script(script) {
    const source = `const driver = (${driverOf})(); ${script}`;
    const { said, asked, href, ...seen } = JSON.parse(await this.#do("POST", "/execute/sync", { script: source, args: [] }));
    this.#url = href;
    for (const { event, type, text, ...error } of said) {
      this.emit(event, event === "console" ? { type: () => type, text: () => text } : error);
    }
    for (const { question, name, args } of asked) {
      const value = await this.#functions.get(name)(...args);
      await this.#do("POST", "/execute/sync", { script: `__driver.answer(${question}, ${literal(value)})`, args: [] });
    }
    return seen;
  }

  async exposeFunction(name, run) {
    this.#functions.set(name, run);
    const expose = `globalThis.${name} = (...args) => driver.ask("${name}", args)`;
    await this.#script(`${expose}; return driver.look()`);
  }

  async waitForFunction(condition, arg, { timeout = this.#timeoutMs, polling = 20 } = {}) {
    for (const end = Date.now() + timeout; ; await sleep(polling)) {
      const value = await this.evaluate(condition, arg).catch((error) => {
        if (!/gone to another document/.test(error.message)) throw error;
      });
      if (value) return;
      if (Date.now() > end) throw new Error(`page.waitForFunction: ${timeout} ms are over, and still not ${condition}`);
    }
  }

  async waitForURL(pattern) {
    for (const end = Date.now() + this.#timeoutMs; !matches(pattern, this.#url); await sleep(20)) {
      if (Date.now() > end) throw new Error(`page.waitForURL: ${this.#url} is not ${pattern}`);
      await this.#script("return driver.look()");
    }
  }

  waitForRequest = (pattern) => this.waitForEvent("request", (request) => matches(pattern, request.url()));

  async waitForEvent(event, isIt = () => true) {
    const signal = AbortSignal.timeout(this.#timeoutMs);
    for await (const [what] of on(this, event, { signal })) if (isIt(what)) return what;
  }

  /** Has a test answer what the page asks for by `fetch`, until it goes to another document. */
  async route(pattern, handle) {
    this.#session.proxy.route(this.#window, pattern, handle);
    if (!this.#hasNames) await this.#evaluate(`(${nameRequests})(${literal(PAGE_PARAMETER)}, ${literal(this.#window)})`);
    this.#hasNames = true;
  }

  #do(method, path, body) {
    return this.#session.inWindow(this.#window, method, path, body);
  }
}

/** As Playwright takes it: a function with its argument, or an expression. */
const called = (run, arg) => (typeof run === "function" ? `(${run})(${literal(arg)})` : run);

/** A value as an expression; JSON has no word for `undefined`. */
function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal)}]`;
  if (value === undefined || value === null || typeof value !== "object") return JSON.stringify(value) ?? "undefined";
  return `{${Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}: ${literal(part)}`)}}`;
}

function restored(value) {
  if (value === null || typeof value !== "object") return value;
  if (value.__undefined) return undefined;
  if (Array.isArray(value)) return value.map(restored);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, restored(part)]));
}
