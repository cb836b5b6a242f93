/**
 * What goes between a browser and its servers. Classic WebDriver sees no request and has no script that runs before a page's
 * own: a proxy sees all of them, holds one back, is offline, and puts a script into each document.
 */

import { EventEmitter } from "node:events";
import { createServer, request as forward } from "node:http";

/** The driver's own script, on every origin. */
const SCRIPT_PATH = "/__driver.js";
/** By which page a request of `fetch` was made, where that page has routes. Nobody behind the proxy sees it. */
export const PAGE_PARAMETER = "__driver_page";

/** Emits `request`, `response`, `requestfinished` and `requestfailed`, as a context of Playwright's does. */
export class Proxy extends EventEmitter {
  scripts = [];
  isOffline = false;
  /** The page, where there is but one: what comes is then its own. */
  onlyPage;
  #routes = [];
  #loopback;
  #server;

  /** @param loopback a name that leads to this machine */
  static async start(loopback) {
    const proxy = new Proxy();
    proxy.#loopback = loopback;
    proxy.#server = createServer((incoming, answer) => proxy.#pass(incoming, answer).catch(() => incoming.socket.destroy()));
    await new Promise((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    proxy.host = `127.0.0.1:${proxy.#server.address().port}`;
    return proxy;
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** @param page whose requests, or `undefined` for everybody's */
  route(page, pattern, handle) {
    this.#routes.unshift({ page, pattern, handle });
  }

  async #pass(incoming, answer) {
    const url = new URL(incoming.url);
    if (url.pathname === SCRIPT_PATH) {
      answer.writeHead(200, { "content-type": "text/javascript", "cache-control": "no-store" });
      return answer.end(this.scripts.join("\n"));
    }
    if (this.isOffline) return incoming.socket.destroy();
    const page = url.searchParams.get(PAGE_PARAMETER) ?? this.onlyPage;
    // As text: a URL that is written anew may be spelled otherwise.
    const href = incoming.url.replace(new RegExp(`[?&]${PAGE_PARAMETER}=[^&]*`), "");
    const request = new Request(incoming.method, href, incoming.headers, await bytesOf(incoming));
    request.address = href.replace(`//${this.#loopback}:`, "//127.0.0.1:");
    const route = this.#routes.find((route) => [page, undefined].includes(route.page) && matches(route.pattern, href));
    if (route && incoming.method === "OPTIONS") return permit(incoming, answer);
    if (incoming.method !== "OPTIONS") this.emit("request", request);
    if (!route) return this.#forward(request, incoming, answer);
    await route.handle({
      request: () => request,
      continue: () => this.#forward(request, incoming, answer),
      abort: () => incoming.socket.destroy(),
      fetch: () => answerTo(request, incoming),
      async fulfill({ response, ...given }) {
        const { status, headers } = { status: response?.statusCode, headers: response?.headers, ...given };
        answer.writeHead(status, headers).end(given.body ?? (response && (await bytesOf(response))));
      },
    });
  }

  async #forward(request, incoming, answer) {
    const isTold = incoming.method !== "OPTIONS";
    let status;
    try {
      const response = await answerTo(request, incoming);
      status = response.statusCode;
      const isDocument = /^text\/html/.test(response.headers["content-type"]) && /text\/html/.test(incoming.headers.accept);
      if (isDocument && this.scripts.length > 0) await sendDocument(response, answer);
      else {
        answer.writeHead(status, response.rawHeaders);
        const chunks = [];
        for await (const chunk of response) {
          chunks.push(chunk);
          answer.write(chunk);
        }
        request.answer = new Response(request, status, Buffer.concat(chunks));
        if (isTold) this.emit("response", request.answer);
        answer.end();
      }
      if (isTold) this.emit("requestfinished", request);
    } catch (error) {
      if (status !== undefined) request.answer = new Response(request, status, Buffer.alloc(0));
      request.error = error.code === "ECONNRESET" && status === undefined ? "EMPTY_RESPONSE" : error.code ?? error.message;
      incoming.socket.destroy();
      if (isTold) this.emit("requestfailed", request);
    }
  }
}

/** Asks the server: the answer as it begins to come. It is asked no longer when the browser has gone. */
function answerTo(request, { method, socket }) {
  const outgoing = forward(request.address, { method, headers: request.forwarded(), agent: false });
  const giveUp = () => outgoing.destroy();
  socket.once("close", giveUp);
  outgoing.once("close", () => socket.off("close", giveUp)); // others will come by this socket
  const came = new Promise((resolve, reject) => outgoing.once("response", resolve).once("error", reject));
  outgoing.end(request.bytes);
  return came;
}

/** The driver's script is the first thing in the document, and from its own origin, as a strict policy wants it. */
async function sendDocument(response, answer) {
  const html = String(await bytesOf(response));
  const [doctype] = /^\s*(<!doctype[^>]*>)?/i.exec(html);
  const body = `${doctype}<script src="${SCRIPT_PATH}"></script>${html.slice(doctype.length)}`;
  const { "content-length": _, "transfer-encoding": __, ...headers } = response.headers;
  answer.writeHead(response.statusCode, headers).end(body);
}

/** What a browser asks before a request that the test answers itself. */
function permit({ headers }, answer) {
  answer.writeHead(204, {
    "access-control-allow-origin": headers.origin ?? "*",
    "access-control-allow-methods": headers["access-control-request-method"] ?? "*",
    "access-control-allow-headers": headers["access-control-request-headers"] ?? "*",
  });
  answer.end();
}

class Request {
  constructor(method, url, headers, bytes) {
    Object.assign(this, { method: () => method, url: () => url, headers: () => headers, bytes });
  }

  forwarded() {
    const { "proxy-connection": _, ...headers } = this.headers();
    return headers;
  }

  postData = () => (this.bytes.length > 0 ? String(this.bytes) : null);
  allHeaders = async () => this.headers();
  failure = () => (this.error === undefined ? null : { errorText: this.error });
  response = async () => this.answer ?? null;
  /** Which page it was cannot be seen here. */
  frame = () => ({ page: () => undefined });
}

class Response {
  constructor(request, status, bytes) {
    Object.assign(this, { url: request.url, status: () => status, json: async () => JSON.parse(bytes), request: () => request });
  }
}

async function bytesOf(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A pattern is an expression, or an address in which `*` stands for anything. */
export function matches(pattern, url) {
  if (pattern instanceof RegExp) return pattern.test(url);
  return new RegExp(`^${pattern.split("*").map((text) => text.replace(/[.?+^$()[\]{}|\\]/g, "\\$&")).join(".*")}$`).test(url);
}
