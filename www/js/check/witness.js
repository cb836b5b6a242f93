/** Looks over the SDK's shoulder: which requests a call of it makes, and what comes back. Values are masked. */

import { isPage, withoutQuery } from "./probe.js";

/** @typedef {import("./probe.js").Exchange} Exchange */

/** @typedef {Exchange & { status: number, endedAt: string }} Witnessed  `endedAt`: the address after redirects. */

/** Fields whose values are no secret and that people compare with their Setup. */
const PLAIN = ["response_type", "grant_type", "client_id", "redirect_uri", "scope"];

/** Headers that a headless flow is made of, and whether their value may be shown. @type {[string, boolean][]} */
const HEADERS = [["auth-request-type", true], ["uvid-hint", false], ["authorization", false]];

/**
 * What the call resolves to, with the requests that were made meanwhile.
 * @template T
 * @param {() => Promise<T>} call
 * @returns {Promise<{ value?: T, error?: any, exchanges: Witnessed[] }>}
 */
export async function witness(call) {
  /** @type {Witnessed[]} */
  const exchanges = [];
  const real = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    // A body can be read once: the request goes out with a copy, which is text as the SDK's own is, and no stream.
    const body = request.method === "POST" ? await request.text() : undefined;
    const exchange = { asked: `${request.method} ${withoutQuery(request.url)}`, sent: sent(request, body) };
    try {
      const response = await real.call(globalThis, new Request(request, { body }));
      const endedAt = withoutQuery(response.url);
      const way = response.redirected ? `, by a redirect to ${new URL(endedAt).pathname}` : "";
      const seen = `${response.status}${isPage(response) ? ", an HTML page" : ""}${way}`;
      exchanges.push({ ...exchange, seen, status: response.status, endedAt });
      return response;
    } catch (error) {
      exchanges.push({ ...exchange, seen: "nothing that the page may read", status: 0, endedAt: "" });
      throw error;
    }
  };
  try {
    return { value: await call(), exchanges };
  } catch (error) {
    return { error, exchanges };
  } finally {
    globalThis.fetch = real;
  }
}

/** @param {Request} request  @param {string | undefined} body */
function sent(request, body) {
  const form = new URLSearchParams(body);
  const headers = HEADERS.filter(([name]) => request.headers.has(name));
  return [
    ...headers.map(([name, isPlain]) => `${name}: ${isPlain ? request.headers.get(name) : "•••"}`),
    ...[...form].map(([name, value]) => `${name}=${PLAIN.includes(name) ? value : "•••"}`),
  ].join(", ");
}
