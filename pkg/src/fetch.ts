import type { CoreClient } from "./core.js";
import { HeadlessIdentityError, toError } from "./errors.js";
import type { AccessTokenArgs } from "./types/journeys.js";

/**
 * `client.fetch`: the browser's own, with the bearer token for the site and its org.
 *
 * The core says which addresses are the org's and gives the token; requests and bodies stay the browser's business.
 */
export async function fetchWithBearer(core: CoreClient, input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const [request, again] = requests(input, init);
  if (!core.mayHaveBearer(request.url) || request.headers.has("authorization")) return send(request);

  const { signal } = request;
  const token = await tokenFor(core, { signal });
  const answer = await send(request, token);
  if (!(await isTokenRefused(answer))) return answer;

  const repetition = again();
  if (!repetition) return answer;
  const renewed = await renewedToken(core, token, signal);
  if (renewed === undefined) return answer;
  // Nobody will read the refusal, and a browser holds an unread body, with its connection, for as long as the page lives.
  answer.body?.cancel?.().catch(() => {});
  return send(repetition, renewed);
}

/** The request, and how to make it a second time: not where its body was a stream. */
function requests(input: RequestInfo | URL, init?: RequestInit): [Request, () => Request | undefined] {
  try {
    if (!isAddress(input)) throw new TypeError("no address");
    // A Request's body can be read once; the copy leaves the caller's for the second time.
    const first = new Request(input instanceof Request ? input.clone() : input, init);
    const again = () => {
      try {
        return new Request(input, init);
      } catch {
        return undefined;
      }
    };
    return [first, again];
  } catch {
    // Without the browser's own error as cause: its text quotes the address.
    throw failure("invalid_argument", "The arguments of fetch make no request.", "They must be what the browser's own fetch takes.");
  }
}

/** What a URL can be read from. The browser would take anything, `undefined` as the address "undefined". */
function isAddress(input: unknown): boolean {
  const { href, url } = Object(input) as { href?: unknown; url?: unknown };
  return [input, href, url].some((text) => typeof text === "string");
}

async function send(request: Request, token?: string): Promise<Response> {
  if (token !== undefined) request.headers.set("authorization", `Bearer ${token}`);
  try {
    return await fetch(request);
  } catch (cause) {
    throw request.signal.aborted
      ? failure("aborted", "The request was aborted.", "The caller's signal fired.", cause)
      : failure(
          "network",
          "The request got no answer that the page may read.",
          "A browser does not say why. Check the address, the connection, and that Setup, CORS lists this page's origin.",
          cause,
        );
  }
}

/** Data APIs answer 401 to a token they do not take, the identity endpoints 403 with a word. */
async function isTokenRefused(answer: Response): Promise<boolean> {
  if (answer.status !== 403) return answer.status === 401;
  const text = await answer.clone().text().catch(() => "");
  return text.trim() === "Bad_OAuth_Token";
}

/** A token in place of the refused one; `undefined` where there is none to be had, so that the refusal is the answer. */
async function renewedToken(core: CoreClient, refused: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const current = await tokenFor(core, { signal });
    return current === refused ? await tokenFor(core, { signal, forceRefresh: true }) : current;
  } catch (thrown) {
    const error = toError(thrown);
    if (error.code === "aborted") throw error;
    return undefined;
  }
}

/** A token for a request. Where the caller's signal ends the wait for it, that ends the fetch. */
async function tokenFor(core: CoreClient, args: AccessTokenArgs): Promise<string> {
  try {
    return await core.getAccessToken(args);
  } catch (thrown) {
    const error = toError(thrown);
    throw error.code === "aborted" ? failure("aborted", error.message, error.hint, thrown) : error;
  }
}

/** Lets `close()` end the fetches under way. The core ends its own calls by itself. */
export function closable(): { run<T>(call: () => Promise<T>): Promise<T>; close(): void } {
  const pending = new Set<() => void>();
  let isClosed = false;
  return {
    run: (call) =>
      new Promise((resolve, reject) => {
        const end = () => reject(failure("aborted", "The client was closed.", "Make a new client to go on."));
        if (isClosed) return end();
        pending.add(end);
        call()
          .then(resolve, reject)
          .finally(() => pending.delete(end));
      }),
    close() {
      isClosed = true;
      for (const end of pending) end();
    },
  };
}

function failure(
  code: "invalid_argument" | "aborted" | "network",
  message: string,
  hint: string,
  cause?: unknown,
): HeadlessIdentityError {
  const step = code === "invalid_argument" ? "argument" : "fetch";
  return new HeadlessIdentityError({ code, step, message, retryable: code === "network", hint }, { cause });
}
