/** What bytes cost a visitor. */
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

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
 * An entry as an application's bundler ships it: its script, and the chunks beside it that it fetches later, by their names. The bundler
 * is Vite's, rolldown. (esbuild makes a chunk of whatever two entry points could share, also where the import of one is never used.)
 *
 * @param {string} file
 * @param {string[]} [absent] packages that it does not find, installed or not
 * @returns {Promise<{ script: Uint8Array, chunks: Map<string, Uint8Array> }>}
 */
export async function bundle(file, absent = []) {
  const bundled = await rolldown({
    input: { entry: file },
    platform: "browser",
    external: absent,
    transform: { target: "es2022", define: { "process.env.NODE_ENV": '"production"' } },
    onLog(level, log) {
      if (log.code === "UNRESOLVED_IMPORT") throw new Error(log.message); // it would be left out, and weigh nothing
    },
  });
  const { output } = await bundled.generate({ format: "esm", minify: true, entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" });
  await bundled.close();
  const encoder = new TextEncoder();
  const files = new Map(output.map(({ fileName, code }) => [fileName, encoder.encode(code)]));
  const script = files.get("entry.js");
  files.delete("entry.js");
  return { script, chunks: files };
}
