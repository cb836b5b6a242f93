// The modules that scripts/build.mjs makes out of the compiled crate.

/** wasm-bindgen's loader as a function, so that importing the package runs nothing (jsdom has no TextDecoder). */
declare module "built:glue" {
  export function openGlue(): import("./driver/wasm.js").Glue;
}

/** The core as text, and the wasm that unpacks it; see carrier/. */
declare module "built:wasm" {
  const packed: import("./unpack.js").PackedWasm;
  export default packed;
}
