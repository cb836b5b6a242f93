/** WebKit, as WebKitGTK has it: MiniBrowser on a screen that nobody sees, by WebDriver and a proxy. */

import { Context } from "./webkit/context.mjs";
import { endGroup, Session, startGroup } from "./webkit/session.mjs";

export { holdAnswer } from "./webkit/hold-answer.mjs";

export const NAME = "WebKit";
export const LACKS = ["cdp", "flags", "preconnect", "locators"];

export async function launch() {
  const screen = await openScreen();
  return new Browser(screen, await Session.open(screen.display));
}

class Browser {
  #screen;
  #spare;
  #contexts = [];

  constructor(screen, session) {
    this.#screen = screen;
    this.#spare = session;
    this.version = () => session.version;
  }

  /** A profile: an ephemeral one, in a process of its own, for a driver has one session. */
  async newContext() {
    const session = this.#spare ?? (await Session.open(this.#screen.display));
    this.#spare = undefined;
    const context = new Context(session);
    this.#contexts.push(context);
    return context;
  }

  async close() {
    await this.#spare?.close();
    await Promise.all(this.#contexts.map((context) => context.close()));
    endGroup(this.#screen.child);
  }
}

/** An X server without a screen, which says itself which number it has taken. */
async function openScreen() {
  const args = ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"];
  const child = startGroup("Xvfb", args, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  // It ends also where a test runner loses its patience.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  const number = await new Promise((resolve, reject) => {
    child.stdio[3].once("data", (said) => resolve(String(said).trim()));
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`Xvfb ended with ${code}`)));
  });
  return { child, display: `:${number}` };
}
