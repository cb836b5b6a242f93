import type { Driver } from "./driver/driver.js";
import { HeadlessIdentityError, isHeadlessIdentityError } from "./errors.js";
import { fail } from "./failure.js";
import { CLIENT_CLOSED, NOT_A_REQUEST, NO_READABLE_ANSWER, REQUEST_ABORTED } from "./generated/errors.js";
import { copiedBody, isAddress } from "./request.js";
import { isA } from "./tag.js";

/**
 * `client.fetch`: the browser's own, with the bearer token for the site and its org.
 *
 * The core says which addresses are the org's, and gives the token of the session that the call began in; requests and bodies
 * stay the browser's business.
 */
export async function fetchWithBearer(
  driver: Driver,
  isOpen: () => boolean,
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const sending = sendable(input, init);
  if (!sending) return fail(NOT_A_REQUEST);
  const { request, send, isSpent } = sending;
  const { signal } = request;
  if (!driver.state.mayHaveBearer(request.url) || request.headers.has("authorization")) return settled(send, signal);

  const tokens = tokensOf(driver, signal);
  const token = await tokens();
  if (!isOpen()) return fail(CLIENT_CLOSED); // the token was waited for
  const isRefusal = async (answer: Response) => driver.state.mayHaveBearer(answer.url || request.url) && isTokenRefused(answer);
  const answer = await settled(() => send(token), signal);
  // A renewal does not help where the last one did not.
  if (!(await isRefusal(answer)) || driver.state.isRenewalUseless(token) || isSpent()) return answer;

  const isOwn = driver.state.has(token); // if not, the present one may be old
  const renewed = await renewedToken(tokens, token, signal);
  if (renewed === undefined || !isOpen()) return answer;
  discard(answer);
  const second = await settled(() => send(renewed), signal);
  if (isOwn && (await isRefusal(second))) driver.state.noteUselessRenewal(renewed);
  return second;
}

/** It will not be read, and a browser holds an unread body, with its connection, for as long as the page lives. */
function discard(answer: Response): void {
  void Promise.resolve(answer.body?.cancel?.()).catch(() => {});
}

interface Sendable {
  /** To be looked at. */
  request: Request;
  /** Sends it, with the bearer token if one is given. */
  send(token?: string): Promise<Response>;
  /** Whether it cannot be sent again, because its body was a stream. */
  isSpent(): boolean;
}

/** `undefined` where the arguments do not make a request. */
function sendable(input: string | URL | Request, init: RequestInit | undefined): Sendable | undefined {
  try {
    if (!isAddress(input)) throw new TypeError("no address");
    const made = isA("Request", input) || isA("Request", init) ? ofRequest(input, init) : ofAddress(input as string | URL, init ?? {});
    // Firefox streams no body: it would send the words "[object ReadableStream]" in its place.
    if (isA("ReadableStream", init?.body) && !made.request.body) throw new TypeError("no stream");
    return made;
  } catch {
    return undefined; // the browser's own error is no cause: its text quotes the address
  }
}

/** Sent as most pages call `fetch`: by address and options, which are taken as they are now. */
function ofAddress(input: string | URL, given: RequestInit): Sendable {
  const options = { ...given, headers: new Headers(given.headers), body: copiedBody(given.body) };
  const make = () => new Request(input, options);
  const request = make();
  const send = (token?: string) => {
    if (token !== undefined) options.headers.set("authorization", `Bearer ${token}`);
    return fetch(request.url, options);
  };
  return { request, send, isSpent: () => throws(make) };
}

function ofRequest(input: string | URL | Request, init: RequestInit | undefined): Sendable {
  // A Request's body can be read once; the copy leaves the caller's for the second time.
  const request = new Request(isA("Request", input) ? input.clone() : input, init);
  let next: Request | undefined = request;
  const send = (token?: string) => {
    const sent = next ?? request;
    next = undefined;
    if (token !== undefined) sent.headers.set("authorization", `Bearer ${token}`);
    return fetch(sent);
  };
  return { request, send, isSpent: () => throws(() => (next = new Request(input, init))) };
}

function throws(attempt: () => unknown): boolean {
  try {
    attempt();
    return false;
  } catch {
    return true;
  }
}

/** The answer, or why there is none. */
async function settled(send: () => Promise<Response>, signal: AbortSignal): Promise<Response> {
  try {
    const answer = await send();
    if (typeof answer.status !== "number") throw new TypeError("no Response");
    return answer;
  } catch (cause) {
    return signal.aborted ? fail(REQUEST_ABORTED, { cause: signal.reason }) : fail(NO_READABLE_ANSWER, { cause });
  }
}

const REFUSAL = "Bad_OAuth_Token";

/** Data APIs answer 401 to a token they do not take, the identity endpoints 403 with a word. A wrapper of `fetch` may have read it. */
async function isTokenRefused(answer: Response): Promise<boolean> {
  if (answer.status !== 403) return answer.status === 401;
  try {
    const isLong = Number(answer.headers.get("content-length")) > 2 * REFUSAL.length;
    return !isLong && (await answer.clone().text()).trim() === REFUSAL;
  } catch {
    return false;
  }
}

/** A token in place of the refused one; `undefined` where there is none to be had, so that the refusal is the answer. */
async function renewedToken(tokens: Tokens, refused: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    return await tokens(refused);
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    return undefined;
  }
}

/** Gives tokens of the session that a call began in: another one than that which was refused. */
type Tokens = (refused?: string) => Promise<string>;

/** Tokens for a call that begins now. Where the caller's signal ends the wait for one, that ends the fetch. */
function tokensOf(driver: Driver, signal: AbortSignal): Tokens {
  const { generation } = driver.state;
  return async (refused) => {
    try {
      const token = refused || signal.aborted ? undefined : driver.usableToken(generation);
      return token ?? (await driver.call<string>("getAccessToken", { signal }, { generation, refused }));
    } catch (error) {
      if (!isHeadlessIdentityError(error) || error.code !== "aborted") throw error;
      throw new HeadlessIdentityError({ ...error, message: error.message, step: "fetch" }, { cause: (error as Error).cause });
    }
  };
}

interface Closable {
  run(call: (isOpen: () => boolean) => Promise<Response>): Promise<Response>;
  close(): void;
}

/** Lets `close()` end the fetches under way, which are told whether it has. The core ends its own calls by itself. */
export function closable(): Closable {
  const pending = new Set<() => void>();
  let isClosed = false;
  return {
    run: (call) =>
      new Promise((resolve, reject) => {
        const end = () => resolve(fail(CLIENT_CLOSED));
        if (isClosed) return end();
        pending.add(end);
        // Removed as it is settled: the caller may close the client next, and calling `end` then would make a rejection without a
        // handler.
        call(() => !isClosed).then(
          (answer) => (pending.delete(end) ? resolve(answer) : discard(answer)),
          (error: unknown) => {
            pending.delete(end);
            reject(error as Error);
          },
        );
      }),
    close() {
      isClosed = true;
      for (const end of pending) end();
      pending.clear();
    },
  };
}
