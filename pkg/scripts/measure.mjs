// What files cost a visitor of a page.
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
const gzip = (bytes) => gzipSync(bytes, { level: 9 });

/** Prints a table. @param {Record<string, Uint8Array | string>} files */
export function printSizes(files) {
  const costs = Object.entries(files).map(([name, content]) => {
    const bytes = Buffer.from(content);
    return [name, ...[bytes, gzip(bytes), brotli(bytes)].map(({ length }) => length.toLocaleString("en"))];
  });
  for (const [name, ...cells] of [["bytes", "raw", "gzip -9", "brotli 11"], ...costs]) {
    console.log(`  ${name.padEnd(36)}${cells.map((cell) => cell.padStart(10)).join("")}`);
  }
}
