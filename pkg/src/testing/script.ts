import { copied } from "../copied.js";
import type { ErrorStep } from "../errors.js";
import { CODES } from "../generated/errors.js";
import { fakeError } from "./error.js";
import type { FakeCall, FakeFailure, FakeMethod } from "./types.js";

/** The step that a scripted failure of each method reports. */
const STEPS: Record<FakeMethod, ErrorStep> = {
  login: "authorize",
  continueAsGuest: "authorize",
  startRegistration: "registration",
  completeRegistration: "authorize",
  startPasswordlessLogin: "passwordless",
  completePasswordlessLogin: "authorize",
  startPasswordReset: "password-reset",
  completePasswordReset: "password-reset",
  socialSignOnUrl: "authorize",
  completeSocialSignOn: "callback",
  getAccessToken: "refresh",
  fetch: "fetch",
  userInfo: "userinfo",
  logout: "revoke",
};

/** What ends in a session. */
const SIGN_INS: readonly FakeMethod[] = [
  "login",
  "continueAsGuest",
  "completeRegistration",
  "completePasswordlessLogin",
  "completeSocialSignOn",
];

/** Work that several calls share. */
interface Work {
  outcome: Promise<unknown>;
  callers: number;
  /** How many sign-outs there were before it. */
  readonly signOuts: number;
}

/** What a test has decided about the calls to come, and what it may ask about those that were made. */
export class Script {
  readonly calls: FakeCall[] = [];
  readonly #failures = new Queues<FakeFailure>();
  readonly #holds = new Queues<Promise<void>>();
  readonly #pending = new Set<() => void>();
  readonly #shared = new Map<string, Work>();
  #isClosed = false;
  #signOuts = 0;

  failNext(method: FakeMethod, failure: FakeFailure): void {
    checkMethod(method);
    checkFailure(failure);
    this.#failures.add(method, failure);
  }

  holdNext(method: FakeMethod): () => void {
    checkMethod(method);
    let release = (): void => {};
    this.#holds.add(method, new Promise((resolve) => (release = resolve)));
    return release;
  }

  /**
   * Makes a call, with its script before it. Like the real ones it takes its arguments at once, and never settles at once. `atOnce` is
   * what is done before the call returns.
   */
  async run<Args extends readonly unknown[], T>(
    method: FakeMethod,
    given: Args,
    journey: (...args: NoInfer<Args>) => T | Promise<T>,
    atOnce?: () => void,
  ): Promise<T> {
    const { args, signal } = this.#called(method, given);
    const [failure, hold] = [this.#failures.take(method), this.#holds.take(method)];
    const signOuts = this.#signOuts;
    if (failure === undefined && !this.#isClosed && !signal?.aborted) atOnce?.();
    await this.#untilAborted(method, signal, hold);
    if (failure !== undefined) throw fakeError(failure, STEPS[method]);
    // A sign-out has come first.
    if (SIGN_INS.includes(method) && signOuts !== this.#signOuts) throw fakeError("aborted", STEPS[method]);
    const outcome = journey(...args);
    // That of the test's own `fetch` may never settle. All others are there by now.
    if (method === "fetch") await this.#untilAborted(method, signal, Promise.resolve(outcome).then(nothing, nothing));
    return outcome;
  }

  /**
   * The same for a call that shares its work with those that have its key at the same time, as with the real client: the first one's
   * script counts, and a caller that aborts does not abort the others.
   */
  async share<Args extends readonly unknown[], T>(
    key: string,
    method: FakeMethod,
    given: Args,
    journey: (...args: NoInfer<Args>) => T,
  ): Promise<T> {
    const { args, signal } = this.#called(method, given);
    const known = this.#shared.get(key);
    const isJoined = known && known.callers > 0 && known.signOuts === this.#signOuts;
    const work = isJoined ? known : this.#begin(key, method, () => journey(...args));
    work.callers++;
    try {
      await this.#untilAborted(method, signal, work.outcome.then(nothing, nothing));
    } finally {
      work.callers--;
    }
    return work.outcome as Promise<T>;
  }

  #begin(key: string, method: FakeMethod, journey: () => unknown): Work {
    const [failure, hold] = [this.#failures.take(method), this.#holds.take(method)];
    const run = async (): Promise<unknown> => {
      await hold;
      if (this.#shared.get(key) === work) this.#shared.delete(key);
      if (failure !== undefined) throw fakeError(failure, STEPS[method]);
      if (work.callers === 0 || work.signOuts !== this.#signOuts) throw fakeError("aborted", STEPS[method]);
      return journey();
    };
    const work: Work = { outcome: Promise.resolve().then(run), callers: 0, signOuts: this.#signOuts };
    this.#shared.set(key, work);
    return work;
  }

  /** Takes the arguments, and notes the call. */
  #called<Args extends readonly unknown[]>(method: FakeMethod, given: Args): { args: Args; signal: AbortSignal | undefined } {
    const args = given.map((argument) => copied(argument)) as unknown as Args;
    this.calls.push({ method, args });
    return { args, signal: signalIn(args) };
  }

  /** From now on no sign-in that is under way ends in a session. */
  signOut(): void {
    this.#signOuts++;
  }

  close(): void {
    this.#isClosed = true;
    for (const abort of this.#pending) abort();
  }

  #untilAborted(method: FakeMethod, signal: AbortSignal | undefined, hold?: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        const cause = signal?.aborted ? { cause: signal.reason as unknown } : undefined;
        reject(fakeError("aborted", STEPS[method], cause));
      };
      if (this.#isClosed || signal?.aborted) return abort();
      this.#pending.add(abort);
      signal?.addEventListener("abort", abort, { once: true });
      void Promise.resolve(hold).then(() => {
        this.#pending.delete(abort);
        signal?.removeEventListener("abort", abort);
        resolve();
      });
    });
  }
}

/** A queue for each method. */
class Queues<T> {
  readonly #queues = new Map<FakeMethod, T[]>();

  add(method: FakeMethod, item: T): void {
    const queue = this.#queues.get(method) ?? [];
    this.#queues.set(method, [...queue, item]);
  }

  take(method: FakeMethod): T | undefined {
    return this.#queues.get(method)?.shift();
  }
}

function nothing(): void {}

/** A test that misspells a method would check nothing. */
function checkMethod(method: FakeMethod): void {
  if (!Object.keys(STEPS).includes(method)) throw new TypeError(`A client has no method ${String(method)} that could fail or wait.`);
}

function checkFailure(failure: FakeFailure): void {
  const code = typeof failure === "string" ? failure : failure.code;
  if (!CODES.includes(code)) throw new TypeError(`There is no error code ${String(code)}.`);
}

/** Every method takes its signal as a property of its last argument; that of `fetch` may also be its request's. */
function signalIn(args: readonly unknown[]): AbortSignal | undefined {
  const signals = args.map((argument) => (Object(argument) as { signal?: AbortSignal | null }).signal ?? undefined);
  const signal = signals.reverse().find(Boolean);
  if (signal && typeof signal.addEventListener !== "function") {
    throw fakeError({ code: "invalid_argument", message: "The signal is no AbortSignal." });
  }
  return signal;
}
