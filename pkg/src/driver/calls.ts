import type { HeadlessIdentityError } from "../errors.js";
import { errorOf, fail, type Failure, textsToCome } from "../failure.js";
import { CORE_STOPPED } from "../generated/errors.js";
import { reading, Refusal } from "./arguments.js";
import { type CallName, readCall } from "./journeys.js";
import type { End, Event } from "./protocol.js";
import type { CallerSignal } from "./signal.js";

interface Pending {
  resolve(value: unknown): void;
  reject(error: HeadlessIdentityError): void;
  signal: CallerSignal | undefined;
  /** Stops listening to the signal. */
  forget?: End | undefined;
}

/** The calls that are under way, by their numbers. */
export class Calls {
  readonly #tell: (event: Event) => void;
  readonly #pending = new Map<number, Pending>();
  /** Those that were made in this tick, and of which the core does not know yet. */
  #unflushed: (() => void)[] = [];
  #last = 0;
  /** Why the core has stopped. */
  #end: ErrorOptions | undefined;
  /** Settlements that wait behind an error whose texts are still loading, so that calls settle in the core's order. */
  readonly #held: (() => void)[] = [];

  constructor(tell: (event: Event) => void) {
    this.#tell = tell;
  }

  /**
   * Makes a call with what the app gives. Whatever that is, the promise rejects, and nothing is thrown. With `atOnce`, which comes first,
   * the core is told before this returns.
   */
  make<T>(name: CallName, given: unknown, beside?: unknown, atOnce?: () => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const read = reading(() => readCall(name, given, beside));
      if (read instanceof Refusal) return resolve(fail(read.failure));
      const { args, signal } = read;
      this.#begin({ resolve: resolve as Pending["resolve"], reject, signal }, (id) => ["called", id, name, args]);
      if (!atOnce || signal?.hasFired) return;
      atOnce();
      this.flush();
    });
  }

  /** Begins the client. */
  open(settings: object, origin: string | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#begin({ resolve: () => resolve(), reject, signal: undefined }, (id) => ["opened", id, settings, origin]);
    });
  }

  /**
   * Tells the core of the calls that were made in this tick: in the next microtask, or earlier if the core is told anything else. A
   * call that is aborted in the same tick does nothing.
   */
  flush(): void {
    for (const begin of this.#unflushed.splice(0)) begin();
  }

  #begin(pending: Pending, event: (id: number) => Event): void {
    if (this.#end) return this.#reject(pending, CORE_STOPPED, this.#end);
    const id = (this.#last += 1);
    let isKnown = false;
    let isGivenUp = pending.signal?.hasFired;
    this.#pending.set(id, pending);
    pending.forget = pending.signal?.listen(() => {
      if (isKnown) this.#tell(["aborted", id]);
      isGivenUp = true;
    });
    if (this.#unflushed.length === 0) void this.#flushSoon();
    this.#unflushed.push(() => {
      if (isGivenUp) this.#tell(["aborted", id]);
      isKnown = true;
      this.#tell(event(id));
    });
  }

  async #flushSoon(): Promise<void> {
    await undefined; // a promise of the engine's own: fake timers replace `queueMicrotask` and drop what it is given
    this.flush();
  }

  resolve(id: number, value: unknown): void {
    const call = this.#take(id);
    this.#settle(() => call?.resolve(value));
  }

  reject(id: number, failure: Failure): void {
    const call = this.#take(id);
    // What ended it is the cause: the reason of the caller's signal.
    this.#reject(call, failure, failure.code === "aborted" ? call?.signal?.cause() : undefined);
  }

  /** The core has stopped: no call gets an answer any more. */
  stop(cause: unknown): void {
    this.#end = { cause };
    for (const id of this.#pending.keys()) this.#reject(this.#take(id), CORE_STOPPED, this.#end);
  }

  #reject(call: Pending | undefined, failure: Failure, options: ErrorOptions | undefined): void {
    this.#settle(() => call?.reject(errorOf(failure, options)), textsToCome());
  }

  #settle(settle: () => void, texts?: Promise<void>): void {
    if (!texts && this.#held.length === 0) return settle();
    if (this.#held.push(settle) > 1) return;
    void texts?.then(() => {
      for (const settle of this.#held.splice(0)) settle();
    });
  }

  #take(id: number): Pending | undefined {
    const call = this.#pending.get(id);
    this.#pending.delete(id);
    call?.forget?.();
    return call;
  }
}
