// node scripts/sizes.mjs, run in pkg/: what dist/ costs a visitor of a page. Prints a table.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const LOGIN = "export const login = async (config, credentials) => (await createClient(config)).login(credentials);";

/** An application's login as its own bundler would ship it. */
async function bundled(entry) {
  const { outputFiles } = await build({
    stdin: { contents: `import { createClient } from "./dist/${entry}.js";\n${LOGIN}`, resolveDir: "." },
    bundle: true,
    format: "esm",
    minify: true,
    write: false,
  });
  return outputFiles[0].contents;
}

const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
const costs = (bytes) => [bytes, gzipSync(bytes, { level: 9 }), brotli(bytes)].map(({ length }) => length.toLocaleString("en"));

const rows = [
  ["bytes", "raw", "gzip -9", "brotli 11"],
  ["core.wasm", ...costs(readFileSync("dist/core.wasm"))],
  ["login, bundled, wasm inside", ...costs(await bundled("index"))],
  ["login, bundled, wasm apart (slim)", ...costs(await bundled("slim"))],
];
for (const [name, ...cells] of rows) console.log(`  ${name.padEnd(36)}${cells.map((cell) => cell.padStart(10)).join("")}`);
