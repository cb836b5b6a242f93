/** A profile and its pages, as Playwright's. */

import { EventEmitter } from "node:events";
import { Page } from "./page.mjs";
import { prelude } from "./in-page.mjs";

export class Context extends EventEmitter {
  #session;
  #viewport;
  #isFirst = true;
  #pages = [];
  #closing;

  constructor(session, viewport) {
    super();
    this.#session = session;
    this.#viewport = viewport;
    session.proxy.scripts.push(`(${prelude})();`);
    for (const event of ["request", "response", "requestfinished", "requestfailed"]) {
      session.proxy.on(event, (what) => {
        this.emit(event, what);
        for (const page of this.#pages) page.emit(event, what);
      });
    }
  }

  pages = () => [...this.#pages];

  async addInitScript(script) {
    this.#session.proxy.scripts.push(typeof script === "function" ? `(${script})();` : script);
  }

  /** Has a test answer what any of the pages asks for. */
  async route(pattern, handle) {
    this.#session.proxy.route(undefined, pattern, handle);
  }

  async newPage() {
    const window = this.#isFirst ? this.#session.firstWindow : await this.#session.newWindow();
    this.#isFirst = false;
    const page = new Page(this, this.#session, window);
    if (this.#viewport) await page.setViewportSize(this.#viewport);
    this.#have([...this.#pages, page]);
    page.once("close", () => this.#have(this.#pages.filter((other) => other !== page)));
    return page;
  }

  #have(pages) {
    this.#pages = pages;
    this.#session.proxy.onlyPage = pages.length === 1 ? pages[0].window : undefined;
  }

  async setOffline(isOffline) {
    this.#session.proxy.isOffline = isOffline;
  }

  close() {
    return (this.#closing ??= this.#session.close());
  }
}
