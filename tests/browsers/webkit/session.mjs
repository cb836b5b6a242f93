/** A session of WebDriver: one process of the driver's, with one browser. */

import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Proxy } from "./proxy.mjs";

const STARTS_WITHIN_MS = 30_000;
const MOST_TRIES = 5;

export class Session {
  #child;
  #address;
  #window;
  #last = Promise.resolve();

  /** Starts a driver and a browser whose traffic goes by a proxy of its own. */
  static async open(options) {
    for (let tries = 1; ; tries += 1) {
      const session = new Session();
      try {
        await session.#open(options);
        return session;
      } catch (error) {
        await session.close();
        // It ends at once where another process has taken its port first, and now and then no browser comes.
        const isWorthATry = session.#child.exitCode !== null || error.name === "TimeoutError";
        if (!isWorthATry || tries === MOST_TRIES) throw error;
      }
    }
  }

  async #open({ display, loopback, isDark, isStill }) {
    const port = await freePort();
    const env = { ...process.env, DISPLAY: display, XDG_CONFIG_HOME: `${import.meta.dirname}/gtk` };
    if (isStill) env.XDG_CONFIG_DIRS = `${import.meta.dirname}/gtk-still`;
    const options = { stdio: "ignore", env };
    this.#child = startGroup(process.env.WEBKIT_DRIVER || "WebKitWebDriver", [`--port=${port}`], options);
    this.#address = `http://127.0.0.1:${port}`;
    this.proxy = await Proxy.start(loopback);
    await this.#started();
    const alwaysMatch = {
      proxy: { proxyType: "manual", httpProxy: this.proxy.host },
      "webkitgtk:browserOptions": { args: ["--automation", ...(isDark ? ["--dark-mode"] : [])] },
    };
    const begun = this.#send("POST", "/session", { capabilities: { alwaysMatch } }, AbortSignal.timeout(STARTS_WITHIN_MS));
    const { sessionId, capabilities } = await begun;
    this.#address += `/session/${sessionId}`;
    this.version = capabilities.browserVersion;
    this.#window = await this.#send("GET", "/window");
  }

  async #started() {
    for (const end = Date.now() + STARTS_WITHIN_MS; ; await sleep(20)) {
      try {
        return await this.#send("GET", "/status");
      } catch (error) {
        if (Date.now() > end || this.#child.exitCode !== null) throw new Error("WebKitWebDriver does not start", { cause: error });
      }
    }
  }

  /** The window that is open from the start. */
  get firstWindow() {
    return this.#window;
  }

  async newWindow() {
    return this.#inTurn(async () => (await this.#send("POST", "/window/new", { type: "tab" })).handle);
  }

  /** Does something in a window: commands go to whichever was chosen last, so one is done after the other. */
  inWindow(window, method, path, body) {
    return this.#inTurn(async () => {
      if (this.#window !== window) await this.#send("POST", "/window", { handle: window });
      this.#window = window;
      return this.#send(method, path, body);
    });
  }

  #inTurn(run) {
    const done = this.#last.then(run);
    this.#last = done.catch(() => {});
    return done;
  }

  async #send(method, path, body, signal) {
    const answer = await fetch(this.#address + path, { method, body: body && JSON.stringify(body), signal });
    const { value } = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(`${value.error}: ${value.message}`), { kind: value.error });
    return value;
  }

  async close() {
    // It may have gone with its last window, or hang.
    await this.#send("DELETE", "", undefined, AbortSignal.timeout(5_000)).catch(() => {});
    endGroup(this.#child);
    this.proxy?.close();
  }
}

/** What has been started and not ended: none of it outlives this process. */
const running = new Set();
process.on("exit", () => running.forEach(endGroup));

/** Starts a process that has a group of its own, with all that it will start. */
export function startGroup(program, args, options) {
  const child = spawn(program, args, { ...options, detached: true });
  running.add(child);
  return child;
}

export function endGroup(child) {
  running.delete(child);
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // it has ended
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
