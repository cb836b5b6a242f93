/** The pages that are measured, and the servers behind them. */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { serve } from "../../tests/npm/lib/serve.mjs";
import { bundle } from "./weigh.mjs";

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const BUILT = at("target/bench/pages");

const HEADERS = {
  // Isolated from other origins, a page gets a clock of 5 µs instead of 100 and may ask what its memory holds.
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cache-control": "max-age=86400",
};

/**
 * Bundles the entries and serves them with the pages of `bench/pages/`.
 *
 * @param {{ name: string, file: string }[]} entries
 * @returns {Promise<{ origin: string, script(name: string): string }>} `script` is an entry's path
 */
export async function servePages(entries) {
  mkdirSync(BUILT, { recursive: true });
  cpSync(at("bench/pages"), BUILT, { recursive: true });
  cpSync(at("bench/node_modules/headless-identity/dist/core.wasm"), `${BUILT}/core.wasm`);
  const paths = new Map();
  for (const { name, file } of entries) {
    const path = `/${name.replaceAll(/\W+/g, "-")}.js`;
    writeFileSync(BUILT + path, await bundle(file));
    paths.set(name, path);
  }
  return { origin: await serve(BUILT, HEADERS), script: (name) => paths.get(name) };
}

/** A server that every page may ask, and that never knows the answer: where a first request goes to be timed. */
export async function serveNothing() {
  const server = createServer((request, response) => {
    response.writeHead(request.method === "OPTIONS" ? 204 : 404, {
      "access-control-allow-origin": request.headers.origin ?? "*",
      "access-control-allow-headers": request.headers["access-control-request-headers"] ?? "*",
      "access-control-allow-credentials": "true",
      "access-control-allow-methods": "GET, POST",
      "content-type": "application/json",
    });
    response.end(request.method === "OPTIONS" ? undefined : "{}");
  });
  server.unref();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${server.address().port}`;
}
