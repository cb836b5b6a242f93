// From the core's wasm to a module that needs no WebAssembly: the same code, as binaryen's wasm2js translates it.
import { readFileSync, rmSync } from "node:fs";
import { featuresOf, run } from "./wasm-opt.mjs";

/**
 * @param {string} wasm the file
 * @param {string} compiled the file that it was made of, which says what WebAssembly it needs
 * @returns {string} an ES module that exports `instantiate()`
 */
export function toJavaScript(wasm, compiled) {
  const features = featuresOf(compiled);
  const [lowered, translated] = [`${wasm}.lowered.wasm`, `${wasm}.js`]; // binaryen's tools recognise a binary by its file name
  // Of what the core uses, wasm2js does not know one thing: to make a 64-bit integer of any float without a trap.
  run("wasm-opt", ...features, "--llvm-nontrapping-fptoint-lowering", wasm, "--output", lowered);
  run("wasm2js", ...features, "-Oz", lowered, "--output", translated);
  const source = readFileSync(translated, "utf8");
  [lowered, translated].forEach((file) => rmSync(file));
  return replace(intoFunction(source), "newHEAP8.set(HEAP8);", "newHEAP8.set(HEAP8); HEAP8.fill(0);"); // the old buffer may hold a password
}

/**
 * wasm2js writes a module that is one instance, and keeps some of that outside of its `asmFunc`. As a function it can be made as
 * often as there are clients, and an import runs nothing.
 */
const intoFunction = (source) =>
  `export function instantiate() {${replace(source, /^var retasmFunc = [^]*/m, "return asmFunc({});")}}\n`;

function replace(source, what, by) {
  const replaced = source.replace(what, by);
  if (replaced === source) throw new Error(`wasm2js wrote no ${what}`);
  return replaced;
}
