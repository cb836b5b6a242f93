// What makes a wasm small.
import { execFileSync } from "node:child_process";

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

/** Larger functions that are called once are otherwise inlined: fewer bytes, but 2 % more of them after brotli. */
export const INLINE_LESS = "--one-caller-inline-max-function-size=25";

/** @param {string} from @param {string} to @param {...string} options @returns {string} what wasm-opt printed */
export const optimise = (from, to, ...options) =>
  execFileSync(
    "node_modules/.bin/wasm-opt",
    [
      "-Oz",
      "-Oz", // a second round finds what the first laid open
      ...options,
      ...FEATURES.map((feature) => `--enable-${feature}`),
      "--strip-producers",
      "--strip-target-features",
      from,
      "--output",
      to,
    ],
    { encoding: "utf8" },
  );

/**
 * The same for a wasm that has a loader from wasm-bindgen, stripped.
 * @returns {string} as JSON, how imports (module, name, short name) and exports (name, short name) were renamed
 */
export const optimiseWithLoader = (from, to) =>
  // wasm-bindgen's names carry a hash each; without them wasm and glue lose 1 kB (brotli).
  optimise(from, to, INLINE_LESS, "--strip-debug", "--minify-imports-and-exports-and-modules");
