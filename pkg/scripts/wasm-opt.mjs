// binaryen's tools, and what makes a wasm small.
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { NAME, renamedByLikeness } from "./order.mjs";

/** @param {string} tool @param {...string} args @returns {string} what it printed */
export const run = (tool, ...args) =>
  execFileSync(join("node_modules/.bin", tool), args, { encoding: "utf8", maxBuffer: Infinity });

/** What a wasm's own section `target_features` allows, as options. Tools that are told no more use no more. */
export function featuresOf(wasm) {
  const printed = run("wasm-opt", wasm, "--print-features", "--quiet");
  return ["--mvp-features", ...printed.trim().split("\n")];
}

/** @param {string} from @param {string} to @param {...string} options @returns {string} what wasm-opt printed */
export const optimise = (from, to, ...options) => optimiseWith(featuresOf(from), from, to, ...options);

const optimiseWith = (features, from, to, ...options) =>
  run(
    "wasm-opt",
    ...features,
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
 * The same for a wasm from wasm-bindgen.
 * @param {...string} options those below; "--debuginfo" leaves the names of its functions in, and sorts by them
 * @returns {string} what wasm-opt printed
 */
export function optimiseBindings(from, to, ...options) {
  const text = `${to}.wat`;
  const features = featuresOf(from);
  writeFileSync(text, withoutShims(run("wasm-dis", ...features, from)));
  optimiseWith(
    features,
    text,
    to,
    "--debuginfo",
    // Larger functions that are called once are otherwise inlined: fewer bytes, but 2 % more of them after brotli.
    "--one-caller-inline-max-function-size=25",
    // What lies below 1,024 is the far end of the stack: so constants can be added to an address where it is used.
    "--low-memory-unused",
    // Another order of blocks and branches than rustc's, and what can be left out of that one.
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
  );
  const small = withoutMessages(run("wasm-dis", ...features, to));
  writeFileSync(text, options.includes("--debuginfo") ? small : renamedByLikeness(small));
  const printed = run("wasm-opt", ...features, "--remove-unused-module-elements", "--reorder-functions-by-name", ...options, text, "--output", to);
  rmSync(text);
  return printed;
}

export const NAMELESS = "--strip-debug";

/**
 * wasm-bindgen's names carry a hash each; without them an app's wasm and its loader lose 1 kB (brotli). Printed is, as JSON, how
 * imports (module, name, short name) and exports (name, short name) were renamed.
 */
export const SHORT_NAMES = "--minify-imports-and-exports-and-modules";

const SHIM = /^\$(wasm_bindgen::convert::closures::_::invoke|js_sys::futures::jspi::task_waker)::/;

/**
 * JavaScript enters a closure through a shim, which the wasm exports. wasm-bindgen's descriptions name the shims by their
 * place in the table, those of all types in js-sys too. That the descriptions are gone afterwards no tool knows: what stands
 * in a table might be called. Without them in it, those that are not exported go: 0.6 kB (brotli). So does what wakes a task of
 * JSPI, where wasm-bindgen has taken out the export that would run one.
 */
function withoutShims(text) {
  if (text.includes('"__wbg_jspi_task_poll"')) throw new Error("a task of JSPI might be woken");
  const without = withoutElements(text, SHIM);
  if (without === text) throw new Error("no shim of wasm-bindgen's was found; have they got another name?");
  return without;
}

const MESSAGE = /^\$"<core\[\w+\]::cell::Borrow(Mut)?Error as /;

/** The same for what writes the messages of a panic that nothing is left to begin: 0.3 kB. */
const withoutMessages = (text) => (text.includes("::cell::panic_already_") ? text : withoutElements(text, MESSAGE));

/** Has another function stand in the table in the place of those with such a name. */
const withoutElements = (text, gone) =>
  text.replace(/^ \(elem .*/gm, (elements) => {
    const other = elements.match(NAME).findLast((name) => !gone.test(name));
    return elements.replace(NAME, (name) => (gone.test(name) ? other : name));
  });
