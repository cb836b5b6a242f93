import { Listeners } from "../driver/listeners.js";
import type { Session, SessionEvent } from "../types/session.js";
import { fakeError } from "./error.js";

/** Who is signed in, and who wants to know. */
export class State {
  #session: Session | null;
  readonly #listeners = new Listeners();

  constructor(session: Session | null) {
    this.#session = session;
  }

  get session(): Session | null {
    return this.#session;
  }

  change<S extends Session | null>(type: SessionEvent["type"], session: S, fromOtherTab = false): S {
    this.#session = session;
    this.#listeners.tell({ type, session, fromOtherTab });
    return session;
  }

  subscribe(call: (event: SessionEvent) => void): () => void {
    if (typeof call !== "function") {
      throw fakeError({ code: "invalid_argument", message: "The listener is no function." });
    }
    return this.#listeners.add(call);
  }

  /** No listener hears of anything any more. */
  close(): void {
    this.#listeners.close();
  }
}
