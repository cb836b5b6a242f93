import { guarded } from "../guarded.js";
import type { SessionEvent } from "../types/session.js";

type Listener = (event: SessionEvent) => void;

/** Those who are told what happens to the session. */
export class Listeners {
  readonly #entries = new Set<{ readonly listener: Listener }>();
  #areClosed = false;

  /** Returns what ends it. */
  add(listener: Listener): () => void {
    const entry = { listener }; // the same function may be given twice
    if (!this.#areClosed) this.#entries.add(entry);
    return () => void this.#entries.delete(entry);
  }

  /** A listener that is added while others are told waits for the next event. One that throws does not disturb the others. */
  tell(event: SessionEvent): void {
    for (const entry of [...this.#entries]) {
      if (!this.#entries.has(entry)) continue;
      guarded(() => entry.listener({ ...event }));
    }
  }

  /** No listener is told anything from now on. */
  close(): void {
    this.#areClosed = true;
    this.#entries.clear();
  }
}
