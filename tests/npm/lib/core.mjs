/**
 * Which build of the core the pages have. `CORE=compat` serves the one in JavaScript in place of the main entry, and deletes
 * WebAssembly before a page's first script.
 */

export const isCompat = process.env.CORE === "compat";

/** Runs in a page before its scripts do. */
export const withoutWebAssembly = () => void delete globalThis.WebAssembly;

/**
 * Runs in a page before the app does: `coreMemory` is that of the client whose core was last asked. What comes out of a core passes
 * through a decoder.
 */
export function watchCoreMemory() {
  const { decode } = TextDecoder.prototype;
  TextDecoder.prototype.decode = function (bytes, ...rest) {
    globalThis.coreMemory = bytes?.buffer;
    return decode.call(this, bytes, ...rest);
  };
}
