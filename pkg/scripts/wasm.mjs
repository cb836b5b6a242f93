// node scripts/wasm.mjs <folder>, run in pkg/: from the wasms that Cargo and wasm-bindgen left in <folder> to those that ship,
// optimised and stripped: core_bg.wasm to core.wasm, with names.json, and carrier_plain.wasm to carrier.wasm.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

// What rustc emits for wasm32-unknown-unknown. Named one by one: --all-features would let wasm-opt use proposals that
// browsers still reject.
const FEATURES = [
  "bulk-memory",
  "bulk-memory-opt",
  "call-indirect-overlong",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "reference-types",
  "sign-ext",
];

const folder = process.argv[2];

const optimise = (from, to, ...options) =>
  execFileSync(
    "node_modules/.bin/wasm-opt",
    [
      "-Oz",
      "-Oz", // a second round finds what the first laid open
      ...options,
      ...FEATURES.map((feature) => `--enable-${feature}`),
      "--strip-debug",
      "--strip-producers",
      "--strip-target-features",
      join(folder, from),
      "--output",
      join(folder, to),
    ],
    { encoding: "utf8" },
  );

const names = optimise(
  "core_bg.wasm",
  "core.wasm",
  // Larger functions that are called once are otherwise inlined: fewer bytes, but 2 % more of them after brotli.
  "--one-caller-inline-max-function-size=25",
  // wasm-bindgen's names carry a hash each; without them wasm and glue lose 1 kB (brotli).
  "--minify-imports-and-exports-and-modules",
);
// How imports (module, name, short name) and exports (name, short name) were renamed, for the loader.
writeFileSync(join(folder, "names.json"), names);
optimise("carrier_plain.wasm", "carrier.wasm");
