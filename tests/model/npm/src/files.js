// The front end that the program serves: files of a folder.
import { existsSync, readdirSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** By the end of a file's name; anything else is bytes. */
const TYPES = new Map(
  Object.entries({
    avif: "image/avif",
    css: "text/css",
    gif: "image/gif",
    htm: "text/html",
    html: "text/html",
    ico: "image/x-icon",
    jpeg: "image/jpeg",
    jpg: "image/jpeg",
    js: "text/javascript",
    json: "application/json",
    map: "application/json",
    md: "text/markdown",
    mjs: "text/javascript",
    otf: "font/otf",
    pdf: "application/pdf",
    png: "image/png",
    svg: "image/svg+xml",
    ttf: "font/ttf",
    txt: "text/plain",
    wasm: "application/wasm",
    webmanifest: "application/manifest+json",
    webp: "image/webp",
    woff: "font/woff",
    woff2: "font/woff2",
    xml: "text/xml",
  }),
);

/** The paths of a folder's pages: the folder, and each folder in it that has a page of its own. */
export function pagesOf(folder) {
  const inner = readdirSync(folder).filter((name) => existsSync(join(folder, name, "index.html")));
  return ["/", ...inner.sort().map((name) => `/${name}/`)];
}

/**
 * The answer with the file of a path; nothing where there is none.
 * @returns {Promise<import("./host.js").Outcome | undefined>}
 */
export async function fileOf(folder, { method, target, headers }) {
  if (method !== "GET" && method !== "HEAD") return undefined;
  const [path, query] = target.split(/\?(.*)/s);
  const inside = within(path);
  if (inside === undefined) return undefined;
  let file = join(folder, ...inside);
  let found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) {
    if (!path.endsWith("/")) return answer(307, { location: `${path}/${query === undefined ? "" : `?${query}`}` });
    file = join(file, "index.html");
    found = await stat(file).catch(() => undefined);
  } else if (path.endsWith("/")) {
    return undefined;
  }
  if (!found?.isFile()) return undefined;
  const modified = new Date(Math.floor(found.mtimeMs / 1000) * 1000);
  const known = Date.parse(headers["if-modified-since"] ?? "");
  if (known >= modified.getTime()) return answer(304, { "last-modified": modified.toUTCString() });
  const type = TYPES.get(file.slice(file.lastIndexOf(".") + 1).toLowerCase()) ?? "application/octet-stream";
  return answer(200, { "content-type": type, "last-modified": modified.toUTCString() }, await readFile(file));
}

/** The parts of a path; nothing for one that would leave the folder. */
function within(path) {
  let decoded;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  const parts = decoded.split("/").filter((part) => part !== "" && part !== ".");
  const leaves = parts.some((part) => part === ".." || /[\0\\]/.test(part) || /^[a-z]:/i.test(part));
  return leaves ? undefined : parts;
}

const answer = (status, headers, body = new Uint8Array()) => ({
  end: "whole",
  status,
  headers: Object.entries({ ...headers, "cache-control": "no-cache" }).flat(),
  body,
});
