// node scripts/build.mjs <folder>, run in pkg/: makes dist/ from src/ and from what wasm-bindgen wrote into <folder>
// (core.js, core_bg.wasm). `cargo xtask package` calls it.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { writeCommonJs } from "./commonjs.mjs";
import { tidyDeclarations } from "./declarations.mjs";
import { encode } from "./encode.mjs";
import { makeGlue, virtual } from "./glue.mjs";
import { siblings } from "./siblings.mjs";
import { optimise } from "./wasm.mjs";

const bindgen = process.argv[2];

rmSync("dist", { recursive: true, force: true });
mkdirSync("dist");

const { wasm, names } = optimise(join(bindgen, "core_bg.wasm"));
writeFileSync("dist/core.wasm", wasm);

const common = {
  outdir: "dist",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true, // for pages without a bundler; behind one it makes no difference
};

await build({
  ...common,
  entryPoints: ["src/index.ts", "src/slim.ts"],
  splitting: true, // what both entries need is one file: one error class, one core, whichever entry a page imports
  chunkNames: "shared",
  plugins: [
    virtual({
      "built:glue": await makeGlue(readFileSync(join(bindgen, "core.js"), "utf8"), names),
      "built:wasm": `export default ${JSON.stringify(encode(wasm))};`,
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
