// node size.mjs: what the package weighs, file by file.
import { readFileSync, readdirSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

const files = ["src", "built"].flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`));
const rows = files.map((name) => {
  const bytes = readFileSync(name);
  return [name, bytes.length, brotliCompressSync(bytes).length];
});
const sum = (column) => rows.reduce((total, row) => total + row[column], 0);
console.log("headless-identity-model-site".padEnd(34), "bytes".padStart(9), "brotli".padStart(9));
for (const [name, bytes, brotli] of [...rows, ["in all", sum(1), sum(2)]]) {
  console.log(`  ${name.padEnd(32)} ${String(bytes).padStart(9)} ${String(brotli).padStart(9)}`);
}
