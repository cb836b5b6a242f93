// node scripts/build.mjs <folder>, run in pkg/: makes dist/ from src/ and from what stands in <folder>: what wasm.mjs made, and
// core.txt, the core as carrier/ packs it. `cargo xtask package` calls it.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { writeCommonJs } from "./commonjs.mjs";
import { tidyDeclarations } from "./declarations.mjs";
import { target } from "./floor.mjs";
import { writeIntegrity } from "./integrity.mjs";
import { siblings } from "./siblings.mjs";
import { virtual } from "./virtual.mjs";

const folder = process.argv[2];
const { peerDependencies, version } = JSON.parse(readFileSync("package.json", "utf8"));
const read = (name, encoding) => readFileSync(join(folder, name), encoding);

rmSync("dist", { recursive: true, force: true });
mkdirSync("dist");

copyFileSync(join(folder, "core.wasm"), "dist/core.wasm");

const common = {
  outdir: "dist",
  bundle: true,
  format: "esm",
  target,
  minify: true, // for pages without a bundler; behind one it makes no difference
};

// What has the driver: it is one file, whichever of these a page imports.
await build({
  ...common,
  // `bundled` and the hints are no entries of the package: its files load them by their names.
  entryPoints: ["src/bundled.ts", "src/slim.ts", "src/compat.ts", { in: "src/generated/hints.ts", out: "hints" }],
  splitting: true,
  chunkNames: "shared",
  plugins: [
    siblings,
    virtual({
      "built:javascript": read("core_javascript.js", "utf8"),
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
  entryPoints: ["index", "eager", "errors", "lazy", "react", "vue", "svelte", "angular", "testing"].map((name) => `src/${name}.ts`),
  external: Object.keys(peerDependencies),
  plugins: [siblings, virtual({ "built:version": `export const version = ${JSON.stringify(version)};` })],
});
await writeCommonJs("dist");

execFileSync("node_modules/.bin/tsc", { stdio: "inherit" });
tidyDeclarations("dist");
writeIntegrity("dist");
