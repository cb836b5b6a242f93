/** A static web server for a page under test. */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { isCompat } from "./core.mjs";

/** The main entry, as a page without a bundler asks for it. */
const MAIN_ENTRY = /(?<=\/headless-identity\/dist\/)index\.js$/;

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

/**
 * Serves a folder until the test file ends.
 *
 * @param {string} folder
 * @param {Record<string, string>} headers sent with every answer, e.g. a Content-Security-Policy
 * @returns {Promise<string>} the origin
 */
export function serve(folder, headers = {}) {
  return serveFolder(folder, headers);
}

/** Serves a built app: an address that is no file's is a page of the app. */
export function serveApp(folder) {
  return serveFolder(folder, {}, "index.html");
}

async function serveFolder(folder, headers, otherwise) {
  const server = createServer(async (request, response) => {
    const asked = normalize(new URL(request.url, "http://localhost").pathname);
    const path = isCompat ? asked.replace(MAIN_ENTRY, "compat.js") : asked;
    const isPage = otherwise !== undefined && extname(path) === "";
    const file = join(folder, isPage ? otherwise : path.endsWith("/") ? `${path}index.html` : path);
    try {
      const body = await readFile(file);
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", ...headers });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.unref();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${server.address().port}`;
}
