// From wasm-bindgen's loader to a function that makes the core's bindings: importing it runs nothing, and what only
// serves wasm-bindgen's own ways of loading is gone.
import { build } from "esbuild";

// What src/driver/wasm.ts calls `Glue`: the crate's exports, and two inner functions of the loader. The loader is pinned with
// Cargo.lock, and esbuild stops the build should one of them ever be missing.
const EXPORTS = ["room", "step", "length", "imports", "start", "memory"];
const INNER = "export { __wbg_get_imports as imports, __wbg_finalize_init as start };\nexport const memory = () => wasm.memory;";

/**
 * @param {string} source the loader that `wasm-bindgen --target web` wrote
 * @param {{ imports: [string, string, string][], exports: [string, string][] }} names how wasm-opt renamed its wasm
 * @returns {Promise<string>} an ES module that exports `openGlue()`
 */
export async function makeGlue(source, names) {
  const { outputFiles } = await build({
    stdin: { contents: `export { ${EXPORTS} } from "loader";`, resolveDir: "." },
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    write: false,
    plugins: [virtual({ loader: rename(`${source}\n${INNER}`, names) })],
  });
  return intoFunction(outputFiles[0].text);
}

/** Modules that exist only in memory: `{ name: source }`. */
export function virtual(sources) {
  return {
    name: "virtual",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /./ }, ({ path }) => (path in sources ? { path, namespace: "virtual" } : undefined));
      onLoad({ filter: /./, namespace: "virtual" }, ({ path }) => ({ contents: sources[path] }));
    },
  };
}

/** A loader with wasm-opt's names: as members of its import object, and as what it calls on `wasm`. */
export function rename(source, { imports, exports }) {
  const shortImport = new Map(imports.map(([, name, short]) => [name, short]));
  const shortExport = new Map(exports);
  return source
    .replace(/^( +)(\w+): function/gm, (_, indent, name) => `${indent}${shortImport.get(name) ?? name}: function`)
    .replace(/\bwasm\.(\w+)/g, (_, name) => `wasm.${shortExport.get(name) ?? name}`)
    .replace(/"\.\/\w+_bg\.js": /, '"a": '); // the one module that wasm-opt's imports come from
}

/** `…; export { a as b };` becomes `export function openGlue() { …; return { b: a }; }`. */
function intoFunction(module) {
  const [exported, list] = /export\s*\{([^}]*)\};?\s*$/.exec(module) ?? [];
  if (!exported) throw new Error("esbuild's output does not end with its exports");
  const members = list.split(",").map((item) => item.trim().split(" as ").reverse().join(":"));
  return `export function openGlue(){${module.slice(0, -exported.length)}return{${members}}}\n`;
}
