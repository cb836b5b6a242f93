// The modules in dist/ once more as CommonJS, file by file, so that there too all entries share one error class and one
// core. For Jest: its usual mode loads no modules from node_modules, and an import in a test is a `require` by then.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transform } from "esbuild";
import { target } from "./floor.mjs";

export async function writeCommonJs(folder) {
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".js"))) {
    const { code } = await transform(readFileSync(join(folder, file), "utf8"), {
      format: "cjs",
      target,
      minify: true,
      supported: { "dynamic-import": false }, // Jest has no import() either
    });
    const requires = code.replace(/require\("(\.\/\w+)\.js"\)/g, 'require("$1.cjs")');
    writeFileSync(join(folder, file.replace(/\.js$/, ".cjs")), requires);
  }
}
