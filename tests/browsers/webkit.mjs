/** WebKit, as WebKitGTK has it: MiniBrowser on a screen that nobody sees, by WebDriver and a proxy. */

import { Context } from "./webkit/context.mjs";
import { SCREEN } from "./webkit/page.mjs";
import { endGroup, Session, startGroup } from "./webkit/session.mjs";

export { holdAnswer } from "./webkit/hold-answer.mjs";

export const NAME = "WebKit";
export const LACKS = ["cdp", "flags", "preconnect", "layout shifts", "no script", "clock"];

export async function launch({ loopback }) {
  const screen = await openScreen();
  const options = { display: screen.display, loopback };
  return new Browser(screen, options, await Session.open(options));
}

class Browser {
  #screen;
  #options;
  #spare;
  #contexts = [];

  constructor(screen, options, session) {
    this.#screen = screen;
    this.#options = options;
    this.#spare = session;
    this.version = () => session.version;
  }

  /** A profile: an ephemeral one, in a process of its own, for a driver has one session. */
  async newContext({ viewport, colorScheme, reducedMotion } = {}) {
    const looks = { isDark: colorScheme === "dark", isStill: reducedMotion === "reduce" };
    const isPlain = !looks.isDark && !looks.isStill;
    const session = (isPlain && this.#spare) || (await Session.open({ ...this.#options, ...looks }));
    if (session === this.#spare) this.#spare = undefined;
    const context = new Context(session, viewport);
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
  const args = ["-displayfd", "3", "-screen", "0", `${SCREEN.width}x${SCREEN.height}x24`, "-nolisten", "tcp"];
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
