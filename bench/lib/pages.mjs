/** The pages that are measured, and the servers behind them. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname } from "node:path";
import { gzipSync } from "node:zlib";
import { bundle } from "./weigh.mjs";

const PAGES = ["cold.html", "cold.js", "empty.html"];
const CORE = new URL("../node_modules/headless-identity/dist/core.wasm", import.meta.url);
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

const HEADERS = {
  // Isolated from other origins, a page gets a clock of 5 µs instead of 100 and may ask what its memory holds.
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cache-control": "max-age=86400",
  "content-encoding": "gzip",
};

/**
 * Bundles the entries and serves them with the pages of `bench/pages/`, compressed as a web server would.
 *
 * @param {{ name: string, file: string, absent?: string[] }[]} entries
 * @returns {Promise<{ origin: string, script(name: string): string }>} `script` is an entry's path
 */
export async function servePages(entries) {
  const script = (name) => `/${name.replaceAll(/\W+/g, "-")}.js`;
  const files = new Map([["/core.wasm", readFileSync(CORE)]]);
  for (const page of PAGES) files.set(`/${page}`, readFileSync(new URL(`../pages/${page}`, import.meta.url)));
  for (const { name, file, absent } of entries) {
    const bundled = await bundle(file, absent);
    files.set(script(name), bundled.script);
    for (const [chunk, body] of bundled.chunks) files.set(`/${chunk}`, body);
  }
  for (const [path, body] of files) files.set(path, gzipSync(body, { level: 9 }));

  const origin = await listen((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const body = files.get(pathname);
    if (!body) return response.writeHead(404).end();
    response.writeHead(200, { ...HEADERS, "content-type": TYPES[extname(pathname)] }).end(body);
  });
  return { origin, script };
}

/** A server that every page may ask, and that never knows the answer: where a first request goes to be timed. */
export function serveNothing() {
  return listen((request, response) => {
    const isPreflight = request.method === "OPTIONS";
    response.writeHead(isPreflight ? 204 : 404, {
      "access-control-allow-origin": request.headers.origin ?? "*",
      "access-control-allow-headers": request.headers["access-control-request-headers"] ?? "*",
      "access-control-allow-credentials": "true",
      "content-type": "application/json",
    });
    response.end(isPreflight ? undefined : "{}");
  });
}

/** @param {import("node:http").RequestListener} answer @returns {Promise<string>} the origin */
async function listen(answer) {
  const server = createServer(answer);
  server.unref();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${server.address().port}`;
}
