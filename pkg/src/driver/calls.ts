import { type ErrorDetails, HeadlessIdentityError } from "../errors.js";
import { CORE_STOPPED } from "../generated/errors.js";
import { type CallName, readCall } from "./journeys.js";
import type { End, Event } from "./protocol.js";
import type { CallerSignal } from "./signal.js";

interface Pending {
  resolve(value: unknown): void;
  reject(error: HeadlessIdentityError): void;
  signal: CallerSignal | undefined;
  /** Stops listening to the signal. */
  forget: End | undefined;
}

/** The calls that are under way, by their numbers. */
export class Calls {
  readonly #tell: (event: Event) => void;
  readonly #pending = new Map<number, Pending>();
  #last = 0;
  /** Why the core has stopped. */
  #end: HeadlessIdentityError | undefined;

  constructor(tell: (event: Event) => void) {
    this.#tell = tell;
  }

  /** Makes a call with what the app gives. Whatever that is, the promise rejects, and nothing is thrown. */
  make<T>(name: CallName, given: unknown, beside?: unknown): Promise<T> {
    return new Promise((resolve, reject) => {
      const { args, signal } = readCall(name, given, beside);
      this.#begin({ resolve: resolve as Pending["resolve"], reject, signal, forget: undefined }, (id) => ["called", id, name, args]);
    });
  }

  /** Begins the client. */
  open(settings: object, origin: string | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const pending = { resolve: () => resolve(), reject, signal: undefined, forget: undefined };
      this.#begin(pending, (id) => ["opened", id, settings, origin]);
    });
  }

  #begin(pending: Pending, event: (id: number) => Event): void {
    if (this.#end) throw this.#end;
    const id = (this.#last += 1);
    this.#pending.set(id, pending);
    const abort = () => this.#tell(["aborted", id]);
    if (pending.signal?.hasFired) abort();
    else pending.forget = pending.signal?.listen(abort);
    this.#tell(event(id));
  }

  resolve(id: number, value: unknown): void {
    this.#take(id)?.resolve(value);
  }

  reject(id: number, details: ErrorDetails): void {
    const call = this.#take(id);
    // What ended it is the cause: the reason of the caller's signal.
    call?.reject(new HeadlessIdentityError(details, details.code === "aborted" ? call.signal?.cause() : undefined));
  }

  /** The core has stopped: no call gets an answer any more. */
  stop(cause: unknown): void {
    this.#end = new HeadlessIdentityError(CORE_STOPPED, { cause });
    for (const id of this.#pending.keys()) this.#take(id)?.reject(this.#end);
  }

  #take(id: number): Pending | undefined {
    const call = this.#pending.get(id);
    this.#pending.delete(id);
    call?.forget?.();
    return call;
  }
}
