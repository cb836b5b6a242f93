/** A profile and its pages, as Playwright's. */

import { EventEmitter } from "node:events";
import { Page } from "./page.mjs";
import { prelude } from "./in-page.mjs";

export class Context extends EventEmitter {
  #session;
  #isFirst = true;
  #pages = [];
  #closing;

  constructor(session) {
    super();
    this.#session = session;
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
    this.#session.proxy.scripts.push(`(${script})();`);
  }

  async newPage() {
    const window = this.#isFirst ? this.#session.firstWindow : await this.#session.newWindow();
    this.#isFirst = false;
    const page = new Page(this, this.#session, window);
    this.#pages.push(page);
    page.once("close", () => (this.#pages = this.#pages.filter((other) => other !== page)));
    return page;
  }

  async setOffline(isOffline) {
    this.#session.proxy.isOffline = isOffline;
  }

  close() {
    return (this.#closing ??= this.#session.close());
  }
}
