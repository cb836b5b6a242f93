// The modules that scripts/build.mjs makes out of the compiled crate.

/** The core as text, and the wasm that unpacks it; see carrier/. */
declare module "built:wasm" {
  const packed: import("./unpack.js").PackedWasm;
  export default packed;
}

/** The core as JavaScript; see scripts/javascript.mjs. */
declare module "built:javascript" {
  export function instantiate(): import("./driver/instance.js").Instance;
}

/** Of the package. */
declare module "built:version" {
  export const version: string;
}
