/** What bytes cost a visitor. */
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { basename } from "node:path";
import { build } from "esbuild";

const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });

/** @param {Uint8Array} bytes @returns {Weight} @typedef {{ raw: number, gzip: number, brotli: number }} Weight */
export function weigh(bytes) {
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli(bytes).length };
}

/** Of several files, each of which travels by itself. @param {Weight[]} weights @returns {Weight} */
export function together(weights) {
  const sum = (kind) => weights.reduce((total, weight) => total + weight[kind], 0);
  return { raw: sum("raw"), gzip: sum("gzip"), brotli: sum("brotli") };
}

/**
 * An entry as an application's bundler ships it: its script, and the chunks beside it that it fetches later, by their names.
 *
 * @param {string} file
 * @param {string[]} [absent] packages that it does not find, installed or not
 * @returns {Promise<{ script: Uint8Array, chunks: Map<string, Uint8Array> }>}
 */
export async function bundle(file, absent = []) {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform: "browser",
    external: absent,
    splitting: true,
    outdir: ".",
    entryNames: "entry",
    write: false,
    logLevel: "warning",
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
  const script = files.get("entry.js");
  files.delete("entry.js");
  return { script, chunks: files };
}
