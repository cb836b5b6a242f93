/** Requests as a browser makes them without the SDK, and how much of the answer it lets a page see. */

/**
 * @typedef {object} Exchange  For people to read: what was asked, and what was seen. Nothing secret is in it.
 * @property {string} asked
 * @property {string} [sent]  Headers and fields, values masked.
 * @property {string} seen
 */

/**
 * @typedef {object} Answer
 * @property {"json" | "text" | "page" | "redirect" | "opaque" | "nothing"} kind
 *   `redirect`: one that the page may see, but not where it leads. `opaque`: something answered, and that is all a page may
 *   know. `nothing`: no connection, or a refusal by CORS; a browser does not say which.
 * @property {number} status
 * @property {any} [json]
 * @property {Exchange} exchange
 */

const TIMEOUT_MS = 15_000;

/**
 * Asks once, without cookies and without following a redirect.
 * @param {string} address
 * @param {object} options
 * @param {string} [options.method]
 * @param {[string, string]} [options.header]
 * @param {Record<string, string>} [options.form]
 * @param {boolean} [options.blindly]  Only to see whether anything answers.
 * @param {AbortSignal} options.signal
 * @returns {Promise<Answer>}
 */
export async function ask(address, { method = "GET", header, form, blindly = false, signal }) {
  const asked = `${method} ${withoutQuery(address)}`;
  const sent = header?.join(": ");
  const told = (/** @type {Answer["kind"]} */ kind, status = 0, /** @type {string} */ seen, json = undefined) => ({
    kind, status, json, exchange: { asked, ...(sent && { sent }), seen },
  });
  const limit = limited(signal, TIMEOUT_MS);
  try {
    const response = await fetch(address, {
      method,
      headers: header && [header],
      body: form && new URLSearchParams(form),
      mode: blindly ? "no-cors" : "cors",
      // A no-cors request must follow.
      redirect: blindly ? "follow" : "manual",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      signal: limit.signal,
    });
    if (response.type === "opaque") return told("opaque", 0, "an answer that the page may not read");
    if (response.type === "opaqueredirect") return told("redirect", 0, "a redirect");
    const { status } = response;
    const body = await response.text();
    if (isPage(response)) return told("page", status, `${status}, an HTML page`);
    const json = parse(body);
    if (json === undefined) return told("text", status, `${status} ${shorten(body)}`.trim());
    return told("json", status, `${status} ${inBrief(json)}`.trim(), json);
  } catch {
    signal.throwIfAborted();
    // Of the error only some browsers say so: WebKit has an AbortError whatever the reason was.
    const why = limit.isOver() ? `no answer within ${TIMEOUT_MS / 1000} seconds` : "nothing that the page may read";
    return told("nothing", 0, why);
  } finally {
    limit.end();
  }
}

/**
 * A signal that fires with another one, and when the time is over. WebKit forgets one of `AbortSignal.any` with one of
 * `AbortSignal.timeout` in it, and then neither fires.
 * @param {AbortSignal} signal  @param {number} ms
 */
function limited(signal, ms) {
  const controller = new AbortController();
  let isOver = false;
  const abort = () => controller.abort(signal.reason);
  const timer = setTimeout(() => {
    isOver = true;
    abort();
  }, ms);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  return {
    signal: controller.signal,
    isOver: () => isOver,
    end() {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    },
  };
}

/** @param {Answer} answer */
export const isReadable = ({ kind }) => kind !== "nothing" && kind !== "opaque";

/** A query may hold a code. @param {string} address */
export function withoutQuery(address) {
  return address.replace(/[?#].*$/, "");
}

/** @param {Response} response */
export function isPage(response) {
  return (response.headers.get("content-type") ?? "").startsWith("text/html");
}

/** @param {string} body */
function parse(body) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** An error's own words; of everything else that it is there. @param {any} json */
function inBrief(json) {
  const { error, error_description: description, errorCode, message } = Object((Array.isArray(json) ? json[0] : json) ?? {});
  const words = [error ?? errorCode, description ?? message].filter((word) => typeof word === "string");
  return words.length ? shorten(words.join(" / ")) : "JSON";
}

/** @param {string} text */
function shorten(text) {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
