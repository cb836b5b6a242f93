import type { Session, SessionEvent } from "../types/session.js";
import { fakeError } from "./error.js";

/** Who is signed in, and who wants to know. */
export class State {
  #session: Session | null;
  readonly #listeners = new Set<{ call: (event: SessionEvent) => void }>();

  constructor(session: Session | null) {
    this.#session = session;
  }

  get session(): Session | null {
    return this.#session;
  }

  change<S extends Session | null>(type: SessionEvent["type"], session: S, fromOtherTab = false): S {
    this.#session = session;
    const event = Object.freeze({ type, session, fromOtherTab });
    for (const listener of [...this.#listeners]) {
      try {
        listener.call(event);
      } catch (error) {
        report(error);
      }
    }
    return session;
  }

  subscribe(call: (event: SessionEvent) => void): () => void {
    if (typeof call !== "function") {
      throw fakeError({ code: "invalid_argument", message: "The listener is no function." });
    }
    const listener = { call }; // a function that is subscribed twice is called twice
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

/** As the real client does. Node and jsdom need not have `reportError`. */
function report(error: unknown): void {
  if (typeof reportError === "function") reportError(error);
  else console.error(error);
}
