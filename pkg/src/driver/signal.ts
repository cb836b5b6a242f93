import { attempt, type Read } from "./arguments.js";
import type { End } from "./protocol.js";

/** A caller's `AbortSignal`, whose every member may be a getter that throws. */
export class CallerSignal {
  readonly #signal: AbortSignal;
  /** Whether it had fired when it was read. */
  readonly hasFired: boolean;

  constructor(signal: AbortSignal, hasFired: boolean) {
    this.#signal = signal;
    this.hasFired = hasFired;
  }

  /** Listens until what this returns is called. */
  listen(fire: () => void): End {
    attempt(() => this.#signal.addEventListener("abort", fire), undefined);
    return () => attempt(() => this.#signal.removeEventListener("abort", fire), undefined);
  }

  /** The `cause` of the call's error, if this signal has fired. */
  cause(): ErrorOptions | undefined {
    return attempt(() => (this.#signal.aborted ? { cause: this.#signal.reason as unknown } : undefined), undefined);
  }
}

/** Told by what it can do, not by `instanceof`: a signal may come from another frame, or from jsdom. */
export const readSignal: Read<CallerSignal> = (value) => {
  const signal = value as AbortSignal;
  const { aborted, addEventListener, removeEventListener } = signal;
  const isSignal = typeof aborted === "boolean" && typeof addEventListener === "function" && typeof removeEventListener === "function";
  return isSignal ? new CallerSignal(signal, aborted) : undefined;
};
