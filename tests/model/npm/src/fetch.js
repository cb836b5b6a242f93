// `fetch` in front of a host in the same process: redirects, broken connections and abort signals as a program sees them.

const MAX_REDIRECTS = 20;
const NULL_BODY = [204, 205, 304];

/**
 * @param {import("./host.js").Host} host
 * @param {string} origin
 * @returns {typeof fetch}
 */
export const fetchOf = (host, origin) => async (input, init) => {
  const request = new Request(input, init);
  request.signal.throwIfAborted();
  return abortable(request.signal, follow(host, origin, request));
};

async function follow(host, origin, request) {
  let { method, url } = request;
  let body = new Uint8Array(await request.arrayBuffer());
  const headers = new Headers(request.headers);
  for (let redirects = 0; ; redirects += 1) {
    const { origin: wanted, pathname, search } = new URL(url);
    if (wanted !== origin) throw failed(`no site of this model is at ${wanted}; it is at ${origin}`);
    request.signal.throwIfAborted();
    const asked = { method, target: pathname + search, headers: [...headers].flat(), body };
    const outcome = await host.exchange(asked).catch((why) => {
      throw typeof why === "string" ? failed(why) : why; // a text says why it is no request
    });
    if (outcome.end === "dropped") throw failed("the connection was closed without an answer");
    const response = responseOf(outcome, method, url, redirects > 0);
    const location = isRedirect(response.status) ? response.headers.get("location") : null;
    if (location === null || request.redirect === "manual") return response;
    if (request.redirect === "error") throw failed("a redirect, which the request does not want");
    if (redirects === MAX_REDIRECTS) throw failed("too many redirects");
    url = new URL(location, url).href;
    const becomesGet = response.status === 303 ? method !== "HEAD" : response.status < 303 && method === "POST";
    if (becomesGet) {
      method = "GET";
      body = new Uint8Array();
      for (const name of [...headers.keys()].filter((name) => name.startsWith("content-"))) headers.delete(name);
    }
  }
}

const isRedirect = (status) => [301, 302, 303, 307, 308].includes(status);

/** @param {import("./host.js").Outcome} outcome */
export function responseOf({ end, status, headers, body }, method, url, redirected) {
  const hasBody = method !== "HEAD" && !NULL_BODY.includes(status);
  const content = end === "truncated" ? brokenOff(body) : body;
  const response = new Response(hasBody ? content : null, { status, headers: pairs(headers) });
  // What a constructed response does not have.
  const [address] = url.split("#");
  return Object.defineProperties(response, { url: { value: address }, redirected: { value: redirected } });
}

function pairs(flat) {
  const headers = new Headers();
  for (let at = 0; at < flat.length; at += 2) headers.append(flat[at], flat[at + 1]);
  return headers;
}

/** Half of a body, and then the end of its connection. */
const brokenOff = (half) =>
  new ReadableStream({
    start: (body) => body.enqueue(half),
    pull: (body) => body.error(failed("the connection was closed within the body")),
  });

/** Whoever aborts is told at once. A site would not know of it: the request is carried out. */
function abortable(signal, answer) {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** As `fetch` fails: what went wrong is in the cause. */
const failed = (why) => new TypeError("fetch failed", { cause: new Error(why) });
