// What makes a wasm small.
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
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

const run = (tool, ...args) =>
  execFileSync(join("node_modules/.bin", tool), [...FEATURES.map((feature) => `--enable-${feature}`), ...args], {
    encoding: "utf8",
    maxBuffer: Infinity,
  });

/** @param {string} from @param {string} to @param {...string} options @returns {string} what wasm-opt printed */
export const optimise = (from, to, ...options) =>
  run(
    "wasm-opt",
    "-Oz",
    "-Oz", // a second round finds what the first laid open
    ...options,
    "--strip-producers",
    "--strip-target-features",
    from,
    "--output",
    to,
  );

/**
 * The same for a wasm that has a loader from wasm-bindgen.
 * @param {string} names "--debuginfo" leaves the names of its functions in
 * @returns {string} as JSON, how imports (module, name, short name) and exports (name, short name) were renamed
 */
export function optimiseWithLoader(from, to, names = "--strip-debug") {
  const text = `${to}.wat`;
  writeFileSync(text, withoutShims(run("wasm-dis", from)));
  const renamed = optimise(
    text,
    to,
    // Larger functions that are called once are otherwise inlined: fewer bytes, but 2 % more of them after brotli.
    "--one-caller-inline-max-function-size=25",
    // What lies below 1,024 is the far end of the stack: so constants can be added to an address where it is used.
    "--low-memory-unused",
    // Another order of blocks and branches than rustc's, and what can be left out of that one.
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    names,
    // wasm-bindgen's names carry a hash each; without them wasm and glue lose 1 kB (brotli).
    "--minify-imports-and-exports-and-modules",
  );
  rmSync(text);
  return renamed;
}

const FUNCTION = /\$(?:"[^"]*"|[^\s()"]+)/g;
const SHIM = /^\$wasm_bindgen::convert::closures::_::invoke::/;

/**
 * JavaScript enters a closure through a shim, which the wasm exports. wasm-bindgen's descriptions name the shims by their
 * place in the table, those of all types in js-sys too. That the descriptions are gone afterwards no tool knows: what stands
 * in a table might be called. Without them in it, those that are not exported go: 0.6 kB (brotli).
 */
function withoutShims(text) {
  let found = 0;
  const without = text.replace(/^ \(elem .*/gm, (elements) => {
    const other = elements.match(FUNCTION).findLast((name) => !SHIM.test(name));
    return elements.replace(FUNCTION, (name) => {
      if (!SHIM.test(name)) return name;
      found += 1;
      return other;
    });
  });
  if (found === 0) throw new Error("no shim of wasm-bindgen's was found; have they got another name?");
  return without;
}
