// A host on a port, by Node's own http.
import { createServer } from "node:http";
import { requestLine } from "../built/model.js";
import { fileOf } from "./files.js";

/** What is kept of a body: a model refuses one that is larger. */
const KEPT = (1 << 20) + 1;
/** What is read of it, so that its sender gets to see the refusal. */
const READ = 16 << 20;
/** How long open connections may finish what they are doing when the server is asked to stop. */
const FAREWELL_MS = 2000;

/**
 * Starts to listen. `makeHost` is given the origin, which is not known before.
 * @param {{ port: number, www?: string, print?: (line: string) => void, makeHost: (origin: string) => import("./host.js").Host }} options
 * @returns {Promise<{ origin: string, port: number, host: import("./host.js").Host, stop: () => Promise<void> }>}
 */
export async function listen({ port, www, print, makeHost }) {
  const server = createServer({ keepAliveTimeout: 60_000, noDelay: true });
  await new Promise((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  const { port: own } = server.address();
  const origin = `http://127.0.0.1:${own}`;
  let host;
  try {
    host = makeHost(origin);
  } catch (error) {
    server.close();
    throw error;
  }
  server.on("request", (request, response) => answer(host, www, print, request, response));
  const stop = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), FAREWELL_MS).unref();
    await closed;
  };
  return { origin, port: own, host, stop };
}

async function answer(host, www, print, request, response) {
  const body = await read(request);
  if (body === undefined) return; // its sender broke off
  const started = performance.now();
  const { method, url: target } = request;
  const file = www === undefined ? undefined : () => fileOf(www, { method, target, headers: request.headers });
  const arrived = { method, target, headers: request.rawHeaders, body, peer: request.socket.remoteAddress };
  const outcome = await host.exchange(arrived, file).catch(failed);
  const status = outcome.end === "dropped" ? "dropped" : String(outcome.status);
  const line = requestLine(method, target.split("?")[0], status, performance.now() - started);
  if (line !== undefined) print?.(line);
  send(response, outcome);
}

/** The body, of one that is too large only so much that this shows; nothing when its sender broke off. */
async function read(request) {
  const chunks = [];
  let kept = 0;
  let seen = 0;
  try {
    for await (const chunk of request) {
      seen += chunk.length;
      const part = chunk.subarray(0, KEPT - kept);
      chunks.push(part);
      kept += part.length;
      if (seen > READ) break;
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}

/** @param {import("./host.js").Outcome} outcome */
function send(response, { end, status, headers, body }) {
  if (end === "dropped") {
    response.socket?.destroy();
    return;
  }
  const hasLength = headers.includes("content-length") || status === 204 || status === 304;
  response.writeHead(status, hasLength ? headers : [...headers, "content-length", String(body.length)]);
  if (end === "whole") {
    response.end(body);
    return;
  }
  // Lets the first half reach the wire.
  response.write(body, () => setTimeout(() => response.socket?.destroy(), 20));
}

/** A request that is no HTTP to the model, and a model that failed. */
function failed(error) {
  const isRequest = typeof error === "string";
  const body = isRequest ? "" : '{"error":"server_error","error_description":"the model failed"}';
  const headers = isRequest ? [] : ["content-type", "application/json;charset=UTF-8"];
  return { end: "whole", status: isRequest ? 400 : 500, headers, body: new TextEncoder().encode(body) };
}
