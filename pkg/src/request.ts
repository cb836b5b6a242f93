// What `fetch` takes.
import { isA } from "./tag.js";

/** What a URL can be read from. The browser would take anything, `undefined` as the address "undefined". */
export function isAddress(input: unknown): boolean {
  const { href, url } = Object(input) as { href?: unknown; url?: unknown };
  return [input, href, url].some((text) => typeof text === "string");
}

/** A body as it is now: its caller may change it, or hand it on, before the request is sent. */
export function copiedBody(body: BodyInit | null | undefined): BodyInit | null {
  if (isA("FormData", body)) {
    const form = new FormData();
    body.forEach((value, name) => form.append(name, value));
    return form;
  }
  if (isA("URLSearchParams", body)) return new URLSearchParams(body);
  return isA("ArrayBuffer", body) || ArrayBuffer.isView(body) ? new Blob([body]) : (body ?? null);
}
