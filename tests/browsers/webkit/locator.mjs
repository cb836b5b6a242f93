/** What a person finds on a page, as a locator of Playwright's: looked for anew each time, until it is there. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { find, one } from "./find.mjs";
import { literal } from "./values.mjs";

const LIBRARY = createRequire(import.meta.url).resolve("@testing-library/dom/dist/@testing-library/dom.umd.min.js");
const library = readFileSync(LIBRARY, "utf8");
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf"; // how WebDriver names one
const PAUSE_MS = 30;

/** WebDriver's answers to a press that was none. After any other the element may have been pressed: it is not pressed again. */
const NOT_PRESSED = ["element click intercepted", "element not interactable", "no such element", "stale element reference"];

export class Locator {
  #page;
  #steps;

  constructor(page, steps = []) {
    this.#page = page;
    this.#steps = steps;
  }

  #then = (how, wanted) => new Locator(this.#page, [...this.#steps, [how, wanted]]);

  locator = (selector) => this.#then("css", selector);
  getByLabel = (text, { exact } = {}) => this.#then("label", { text, exact });
  getByRole = (role, { name, exact } = {}) => this.#then("role", { role, name: name && { text: name, exact } });
  getByText = (text, { exact } = {}) => this.#then("text", { text, exact });
  filter = ({ hasText }) => this.#then("filter", { text: hasText });
  nth = (index) => this.#then("nth", index);
  first = () => this.nth(0);
  or = (other) => this.#then("or", other.#steps);

  async all() {
    return Array.from({ length: await this.count() }, (_, index) => this.nth(index));
  }

  /** What a function says of all that is there now. */
  async evaluateAll(run, arg) {
    await this.#provide();
    return this.#page.evaluate(`(${run})(${this.#found()}, ${literal(arg)})`);
  }

  /** What a function says of the one element, as soon as it is there. */
  async evaluate(run, arg) {
    const of = `([part]) => part && { answer: (${run})(part, ${literal(arg)}) }`;
    const { answer } = await this.#until("there", () => this.evaluateAll(of));
    return answer;
  }

  count = () => this.evaluateAll((found) => found.length);
  allTextContents = () => this.evaluateAll((found) => found.map(({ textContent }) => textContent));
  textContent = () => this.evaluate(({ textContent }) => textContent);
  innerText = () => this.evaluate(({ innerText }) => innerText);
  inputValue = () => this.evaluate(({ value }) => value);
  getAttribute = (name) => this.evaluate((part, name) => part.getAttribute(name), name);
  isDisabled = () => this.evaluate((part) => part.matches(":disabled, [aria-disabled=true]"));
  focus = () => this.evaluate((part) => part.focus());

  async isVisible() {
    return (await this.#as("visible")) !== null;
  }

  async waitFor({ timeout } = {}) {
    await this.#until("visible", () => this.#as("visible"), timeout);
    await this.#page.look();
  }

  /** As a person does: the driver presses the middle of what is to be seen of it. */
  async click() {
    await this.#until("still and enabled", async () => {
      const element = await this.#as("still");
      if (element) await this.#press(element);
      return element;
    });
  }

  async #press(element) {
    const watch = `globalThis.__missed = true;
      arguments[0].addEventListener("mousedown", () => delete globalThis.__missed, { capture: true, once: true })`;
    try {
      await this.#page.command("POST", "/execute/sync", { script: watch, args: [element] });
      await this.#page.command("POST", `/element/${element[ELEMENT]}/click`, {});
    } catch (error) {
      throw NOT_PRESSED.includes(error.kind) ? error : Object.assign(error, { isFinal: true });
    }
    if (await this.#hasMissed()) throw new Error("the press has missed it");
  }

  /** WebKit may still scroll to the field that was typed into, and the press then lands beside its element. */
  async #hasMissed() {
    // Of a page that the press has led to nothing is known, so nothing was missed.
    const isMissed = () => this.#page.execute("return globalThis.__missed === true").catch(() => false);
    if (!(await isMissed())) return false;
    await sleep(200);
    return isMissed();
  }

  async setChecked(wanted) {
    if ((await this.evaluate(({ checked }) => checked)) !== wanted) await this.click();
  }

  async press(key) {
    await this.focus();
    await this.#page.keyboard.press(key);
  }

  /** In place of what the field had. */
  async fill(text) {
    await this.#until("enabled", () => this.#as("enabled"));
    await this.evaluate((field) => {
      field.focus();
      field.select();
    });
    if (text) await this.#page.keyboard.type(text);
    else await this.#page.keyboard.press("Delete");
  }

  #found = () => `(${find})(${literal(this.#steps)})`;

  /** The element, as WebDriver names it, or `null` as long as it is not in this state. */
  async #as(state) {
    await this.#provide();
    return this.#page.execute(`return (${one})(${this.#found()}, ${literal(state)}) ?? null`);
  }

  async #provide() {
    await this.#page.execute(`return "TestingLibraryDom" in globalThis`).then((has) => has || this.#page.execute(library));
  }

  async #until(state, look, timeout = this.#page.timeoutMs) {
    for (const end = Date.now() + timeout, seen = {}; ; await sleep(PAUSE_MS)) {
      const found = await look().catch((error) => {
        if (error.isFinal) throw error;
        seen.error = error; // it may be another document now
      });
      if (found) return found;
      const what = `not ${state} after ${timeout} ms: ${JSON.stringify(this.#steps)}`;
      if (Date.now() > end) throw new Error(what, { cause: seen.error });
    }
  }
}
