// The modules that scripts/build.mjs makes out of the compiled crate.

/** wasm-bindgen's loader as a function, so that importing the package runs nothing (jsdom has no TextDecoder). */
declare module "built:glue" {
  export function openGlue(): import("./core.js").Glue;
}

/** The wasm as text; see scripts/encode.mjs. */
declare module "built:wasm" {
  const encoded: import("./decode.js").EncodedBytes;
  export default encoded;
}
