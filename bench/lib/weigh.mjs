/** What bytes cost a visitor. */
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });

/** @param {Uint8Array} bytes @returns {Weight} @typedef {{ raw: number, gzip: number, brotli: number }} Weight */
export function weigh(bytes) {
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli(bytes).length };
}

/**
 * An entry as an application's bundler ships it.
 *
 * @param {string} file
 * @param {string[]} [absent] packages that it does not find, installed or not
 * @returns {Promise<Uint8Array>}
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
    write: false,
    logLevel: "warning",
  });
  return outputFiles[0].contents;
}
