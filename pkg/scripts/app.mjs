// node scripts/app.mjs <folder> <out>, run in pkg/: a whole app in wasm, from what `wasm-bindgen --target web --out-name app`
// wrote into <folder>. Prints its sizes.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transform } from "esbuild";
import { rename } from "./glue.mjs";
import { printSizes } from "./measure.mjs";
import { optimiseWithLoader } from "./wasm-opt.mjs";

const [folder, out] = process.argv.slice(2);
const shipped = (name) => join(out, name);

mkdirSync(out, { recursive: true });
const names = JSON.parse(optimiseWithLoader(join(folder, "app_bg.wasm"), shipped("app_bg.wasm")));
const loader = rename(readFileSync(join(folder, "app.js"), "utf8"), names);
const { code } = await transform(loader, { format: "esm", target: "es2022", minify: true });
writeFileSync(shipped("app.js"), code);
printSizes({ "app_bg.wasm": readFileSync(shipped("app_bg.wasm")), "app.js": code });
