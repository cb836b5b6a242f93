// node scripts/wasm.mjs <folder>, run in pkg/: from the wasms that Cargo and wasm-bindgen left in <folder> to those that ship,
// optimised and stripped: core_bg.wasm to core.wasm, with names.json, and carrier_plain.wasm to carrier.wasm.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { INLINE_LESS, optimise } from "./wasm-opt.mjs";

const folder = process.argv[2];

const names = optimise(
  join(folder, "core_bg.wasm"),
  join(folder, "core.wasm"),
  INLINE_LESS,
  "--strip-debug",
  // wasm-bindgen's names carry a hash each; without them wasm and glue lose 1 kB (brotli).
  "--minify-imports-and-exports-and-modules",
);
// How imports (module, name, short name) and exports (name, short name) were renamed, for the loader.
writeFileSync(join(folder, "names.json"), names);
optimise(join(folder, "carrier_plain.wasm"), join(folder, "carrier.wasm"), "--strip-debug");
