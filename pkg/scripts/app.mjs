// node scripts/app.mjs <folder> <out>, run in pkg/: a whole app in wasm, from what `wasm-bindgen --target web --out-name app`
// wrote into <folder>. Prints its sizes.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transform } from "esbuild";
import { printSizes } from "./measure.mjs";
import { NAMELESS, optimiseBindings, SHORT_NAMES } from "./wasm-opt.mjs";

const [folder, out] = process.argv.slice(2);
const shipped = (name) => join(out, name);

mkdirSync(out, { recursive: true });
const names = JSON.parse(optimiseBindings(join(folder, "app_bg.wasm"), shipped("app_bg.wasm"), NAMELESS, SHORT_NAMES));
const loader = rename(readFileSync(join(folder, "app.js"), "utf8"), names);
const { code } = await transform(loader, { format: "esm", target: "es2022", minify: true });
writeFileSync(shipped("app.js"), code);
printSizes({ "app_bg.wasm": readFileSync(shipped("app_bg.wasm")), "app.js": code });

/** A loader with wasm-opt's names: as members of its import object, and as what it calls on `wasm`. */
function rename(source, { imports, exports }) {
  const shortImport = new Map(imports.map(([, name, short]) => [name, short]));
  const shortExport = new Map(exports);
  return source
    .replace(/^( +)(\w+): function/gm, (_, indent, name) => `${indent}${shortImport.get(name) ?? name}: function`)
    .replace(/\bwasm\.(\w+)/g, (_, name) => `wasm.${shortExport.get(name) ?? name}`)
    .replace(/"\.\/\w+_bg\.js": /, '"a": '); // the one module that wasm-opt's imports come from
}
