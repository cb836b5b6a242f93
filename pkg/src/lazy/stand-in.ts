import { copied } from "../copied.js";
import { HeadlessIdentityError } from "../errors.js";
import { WAIT_ABORTED, WAIT_TIMED_OUT } from "../generated/errors.js";
import { copiedBody, isAddress } from "../request.js";
import { isA } from "../tag.js";
import type { HeadlessClient } from "../types/client.js";
import type { LazyClient } from "../types/lazy.js";
import type { Session, SessionEvent } from "../types/session.js";

/** The methods that return a promise. */
type Journey = Exclude<keyof HeadlessClient, "session" | "subscribe" | "close">;

const JOURNEYS = [
  "login",
  "continueAsGuest",
  "startRegistration",
  "completeRegistration",
  "startPasswordlessLogin",
  "completePasswordlessLogin",
  "startPasswordReset",
  "completePasswordReset",
  "socialSignOnUrl",
  "completeSocialSignOn",
  "getAccessToken",
  "fetch",
  "userInfo",
  "logout",
] as const satisfies readonly Journey[];

/** Does not compile where one is missing above. */
true satisfies [Exclude<Journey, (typeof JOURNEYS)[number]>] extends [never] ? true : never;

/** For `watch`: known to every copy of the package in a page. */
export const WATCH = Symbol.for("headless-identity.watch");

/** A lazy client, as `watch` sees it. */
export interface Watchable {
  /** Calls `update` whenever a core has been opened or closed, until the returned function is called. */
  readonly [WATCH]: (update: () => void) => () => void;
}

/** What a stand-in is made of. */
export interface Original {
  /** The client, once there is one. */
  opened(): Promise<HeadlessClient>;
  /** The client, if there is one. */
  current(): HeadlessClient | undefined;
  ready(): Promise<Session | null>;
  subscribe(listener: (event: SessionEvent) => void): () => void;
  watch: Watchable[typeof WATCH];
  close(): void;
  /** As the app has set it. */
  timeoutMs?: unknown;
}

const DEFAULT_TIMEOUT_MS = 30_000;
/** A timer with a longer time fires at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** A client in place of one that is still to come. */
export function standIn({ opened, current, ready, subscribe, watch, close, timeoutMs }: Original): LazyClient & Watchable {
  const limitMs = typeof timeoutMs === "number" && timeoutMs > 0 ? Math.min(timeoutMs, LONGEST_TIMEOUT_MS) : DEFAULT_TIMEOUT_MS;
  const later = <M extends Journey>(method: M): HeadlessClient[M] => {
    const callOf = (client: HeadlessClient, args: unknown[]) => (client[method] as (...args: unknown[]) => Promise<unknown>)(...args);
    const call = (...args: unknown[]): Promise<unknown> => {
      const client = current();
      if (client) return callOf(client, args);
      const isFetch = method === "fetch";
      const given = isFetch ? requestOf(args) : args.map(copy);
      // As the core's own, `fetch` has no limit.
      return waited(opened(), signalOf(given), isFetch ? undefined : limitMs).then((client) => callOf(client, given));
    };
    return call as HeadlessClient[M];
  };
  const journeys = Object.fromEntries(JOURNEYS.map((method) => [method, later(method)])) as Pick<HeadlessClient, Journey>;
  const client = { ...journeys, session: () => current()?.session(), subscribe, [WATCH]: watch, close };
  // Not enumerable: who copies the members, or prints them, does not ask for the session.
  return Object.defineProperty(client, "ready", { get: ready }) as typeof client & Pick<LazyClient, "ready">;
}

/** Arguments are taken when the call is made; an address as it is now, be it that of the page. */
function copy(argument: unknown): unknown {
  try {
    const { href } = Object(argument) as { href?: unknown };
    return typeof href === "string" ? href : copied(argument);
  } catch {
    return argument; // the core refuses it
  }
}

/** The same of what `fetch` takes: a request has a copy of its headers and body. */
function requestOf([input, init]: unknown[]): unknown[] {
  try {
    const { body } = Object(init) as RequestInit;
    // A stream cannot be copied, and Firefox would make a text of it, which the core refuses.
    if (!isAddress(input) || isA("Request", init) || isA("ReadableStream", body)) return [input, init];
    const { clone } = Object(input) as Partial<Request>;
    // WebKit's request has no copy of the body.
    return [new Request(clone ? clone.call(input) : (copy(input) as string), { ...(init as RequestInit), ...(body && { body: copiedBody(body) }) })];
  } catch {
    return [input, init]; // the core refuses it
  }
}

/** The signal of a call: options come last, and those of `fetch` count before the request's own. */
function signalOf(args: unknown[]): AbortSignal | undefined {
  try {
    const signals = args.map((argument) => (argument as { signal?: unknown } | undefined)?.signal);
    return signals.reverse().find((signal): signal is AbortSignal => typeof (signal as AbortSignal | undefined)?.aborted === "boolean");
  } catch {
    return undefined; // the core refuses it
  }
}

/** The core, unless the call's signal fires first, or its time is over. */
function waited<T>(coming: Promise<T>, signal: AbortSignal | undefined, limitMs: number | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
    const endWith = (error: HeadlessIdentityError) => {
      reject(error);
      end();
    };
    const abort = () => endWith(new HeadlessIdentityError(WAIT_ABORTED, { cause: signal?.reason }));
    const timer = limitMs && setTimeout(() => endWith(new HeadlessIdentityError(WAIT_TIMED_OUT)), limitMs);
    // What only looks like a signal may throw here: then the core takes the call, and meets it.
    coming.then(resolve, reject).then(end).catch(() => {});
    try {
      if (signal?.aborted) abort();
      signal?.addEventListener("abort", abort);
    } catch {}
  });
}
