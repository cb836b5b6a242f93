// From wasm-bindgen's output to the wasm that ships: optimised, stripped, and without its long names.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
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

/**
 * @param {string} file the `_bg.wasm` of wasm-bindgen
 * @returns {{ wasm: Buffer, names: { imports: [string, string, string][], exports: [string, string][] } }}
 *   the shipped wasm, and how its imports (module, name, short name) and exports (name, short name) were renamed
 */
export function optimise(file) {
  const folder = mkdtempSync(join(tmpdir(), "headless-identity-"));
  try {
    const output = join(folder, "core.wasm");
    const names = execFileSync(
      "node_modules/.bin/wasm-opt",
      [
        "-Oz",
        "-Oz", // a second round finds what the first laid open
        // Larger functions that are called once are otherwise inlined: fewer bytes, but 2 % more of them after brotli.
        "--one-caller-inline-max-function-size=25",
        ...FEATURES.map((feature) => `--enable-${feature}`),
        "--strip-debug",
        "--strip-producers",
        "--strip-target-features",
        // wasm-bindgen's names carry a hash each; without them wasm and glue lose 1 kB (brotli).
        "--minify-imports-and-exports-and-modules",
        file,
        "--output",
        output,
      ],
      { encoding: "utf8" },
    );
    return { wasm: readFileSync(output), names: JSON.parse(names) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
