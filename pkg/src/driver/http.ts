import { fetchTexts } from "../failure.js";
import { isWellFormed } from "./arguments.js";
import type { End, Tell } from "./protocol.js";

/** The same for every request. Cookies play no part; neither the page's address nor an answer with a code in its URL may stay behind. */
const ALWAYS = { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" } as const;

/** Sends a request in the next microtask: a call that is given up in the tick in which it is made costs no request. */
export function send(tell: Tell, url: string, own: RequestInit): End {
  const controller = new AbortController();
  const { signal } = controller;
  void (async () => {
    await undefined;
    if (!signal.aborted) await request(tell, url, { ...own, ...ALWAYS, headers: new Headers(own.headers), signal });
  })().catch(() => tell("unreachable"));
  // The core also ends requests that were not answered yet. What was read to its end is never aborted: tools around `fetch` read a copy.
  return () => controller.abort();
}

/** A wrapper of `fetch` may throw, reject with anything, or answer with an object that is no `Response` of this page. */
async function request(tell: Tell, url: string, init: RequestInit): Promise<void> {
  const answered = fetch(url, init);
  void fetchTexts(); // the answer may come to an error
  const answer = await answered;
  const { status } = answer;
  if (typeof status !== "number") return tell("unreachable");
  const body = await text(answer);
  if (body === undefined) return tell("cut off", status & 0xffff);
  tell("response", status & 0xffff, textOr("", answer.url), contentType(answer), body);
}

/** The body; `undefined` where it broke off. */
async function text(answer: Response): Promise<string | undefined> {
  try {
    return textOr(undefined, await answer.text());
  } catch {
    return undefined;
  }
}

function contentType(answer: Response): string {
  try {
    return textOr("", answer.headers.get("content-type"));
  } catch {
    return "";
  }
}

const textOr = <T>(otherwise: T, value: unknown): string | T => (isWellFormed(value) ? value : otherwise);
