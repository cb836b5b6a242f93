import { attempt, isWellFormed } from "./arguments.js";
import type { Event } from "./protocol.js";

/** What the tabs of an origin tell one another, and what brings a document back that may have missed it. */
export class Tabs {
  readonly #tell: (event: Event) => void;
  #channel: BroadcastChannel | undefined;
  #watching: (() => void)[] = [];

  constructor(tell: (event: Event) => void) {
    this.#tell = tell;
  }

  /** Without a name only the document is watched. */
  join(name: string | null): void {
    const wake = () => this.#tell(["woke"]);
    this.#watch("document", "visibilitychange", () => document.visibilityState === "visible" && wake());
    // A page out of the back/forward cache.
    this.#watch("window", "pageshow", (event) => (event as PageTransitionEvent).persisted && wake());
    if (name === null) return;
    try {
      this.#channel = new BroadcastChannel(name);
      (this.#channel as { unref?(): void }).unref?.(); // in Node it would keep the process alive
      this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => isWellFormed(data) && this.#tell(["heard", data]);
    } catch {
      // There is none here, or not for this page.
    }
  }

  post(text: string): void {
    try {
      this.#channel?.postMessage(text);
    } catch {
      // The channel may be closed already.
    }
  }

  leave(): void {
    for (const end of this.#watching) attempt(end, undefined);
    this.#watching = [];
    attempt(() => this.#channel?.close(), undefined);
    this.#channel = undefined;
  }

  #watch(global: "document" | "window", event: string, listener: (event: globalThis.Event) => void): void {
    attempt(() => {
      const target: EventTarget | undefined = globalThis[global]; // a worker and a server have none
      if (typeof target?.addEventListener !== "function") return;
      target.addEventListener(event, listener);
      this.#watching.push(() => target.removeEventListener(event, listener));
    }, undefined);
  }
}
