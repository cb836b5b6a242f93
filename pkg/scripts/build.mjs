// node scripts/build.mjs <folder>, run in pkg/: makes dist/ from src/ and from what stands in <folder>: wasm-bindgen's core.js,
// what wasm.mjs made, and core.txt, the core as carrier/ packs it. `cargo xtask package` calls it.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { writeCommonJs } from "./commonjs.mjs";
import { tidyDeclarations } from "./declarations.mjs";
import { makeGlue, virtual } from "./glue.mjs";
import { writeIntegrity } from "./integrity.mjs";
import { siblings } from "./siblings.mjs";

const folder = process.argv[2];
const read = (name, encoding) => readFileSync(join(folder, name), encoding);

rmSync("dist", { recursive: true, force: true });
mkdirSync("dist");

copyFileSync(join(folder, "core.wasm"), "dist/core.wasm");

const common = {
  outdir: "dist",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true, // for pages without a bundler; behind one it makes no difference
};

await build({
  ...common,
  // The hints are no entry of the package, but a file that is loaded by its name.
  entryPoints: ["src/index.ts", "src/slim.ts", { in: "src/generated/hints.ts", out: "hints" }],
  splitting: true, // what both entries need is one file: one error class, one core, whichever entry a page imports
  chunkNames: "shared",
  plugins: [
    virtual({
      "built:glue": await makeGlue(read("core.js", "utf8"), JSON.parse(read("names.json", "utf8"))),
      "built:wasm": `export default ${JSON.stringify({
        carrier: read("carrier.wasm", "base64"),
        text: read("core.txt", "utf8"),
        size: read("core.wasm").length,
      })};`,
    }),
  ],
});
await build({
  ...common,
  entryPoints: ["src/react.ts", "src/testing.ts"],
  external: ["react"],
  plugins: [siblings],
});
await writeCommonJs("dist");

execFileSync("node_modules/.bin/tsc", { stdio: "inherit" });
tidyDeclarations("dist");
writeIntegrity("dist");
