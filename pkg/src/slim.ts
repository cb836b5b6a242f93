/**
 * The same package without the WebAssembly core inside: you pass its location. For CDNs, streaming compilation, brotli of
 * the bare file, and workers that receive a compiled module by `postMessage`. The file is `headless-identity/core.wasm`.
 *
 * @module
 */
import { openClient } from "./client.js";
import { type Core, loadCore, loadedCore } from "./core.js";
import { instancesOf, type Load } from "./driver/instance.js";
import { fail } from "./failure.js";
import { NO_WASM_GIVEN } from "./generated/errors.js";
import { freshPair, pairOf } from "./pkce.js";
import { isA } from "./tag.js";
import type { HeadlessClient } from "./types/client.js";
import type { ClientConfig } from "./types/config.js";
import type { PkcePair } from "./types/journeys.js";

export * from "./api.js";

/** The core, or its location. It must be the `core.wasm` of the same version of this package. */
export type WasmSource = string | URL | Response | PromiseLike<Response> | ArrayBuffer | ArrayBufferView | WasmModule;

/**
 * A `WebAssembly.Module`. TypeScript has that type in its libraries for browsers only, and there it is an empty interface, which
 * any value fits.
 */
export type WasmModule = object;

/** The source of the core. Later calls may omit it once a call has loaded the core. */
export interface WasmOptions {
  /**
   * The core. In this example it is a file beside the bundle.
   *
   * @example
   * import { createClient } from "headless-identity/slim";
   *
   * const client = await createClient({ siteUrl, clientId, wasm: new URL("core.wasm", import.meta.url) });
   */
  wasm?: WasmSource | undefined;
}

/**
 * As in the main entry point, with the core loaded from `config.wasm`.
 *
 * @example
 * import { createClient } from "headless-identity/slim";
 *
 * const client = await createClient({ siteUrl, clientId, wasm: "https://cdn.example.com/core.wasm" });
 */
export function createClient(config: ClientConfig & WasmOptions): Promise<HeadlessClient> {
  const wasm = wasmOf(config);
  return openClient((fallback) => load(wasm, fallback), config);
}

/**
 * As in the main entry point.
 *
 * @example
 * import { createPkcePair } from "headless-identity/slim";
 *
 * const { verifier, challenge } = await createPkcePair({ wasm: "https://cdn.example.com/core.wasm" });
 */
export async function createPkcePair(options?: WasmOptions): Promise<PkcePair> {
  return freshPair(await load(wasmOf(options)));
}

/**
 * As in the main entry point.
 *
 * @example
 * import { pkceChallenge } from "headless-identity/slim";
 *
 * const challenge = await pkceChallenge(verifier, { wasm: "https://cdn.example.com/core.wasm" });
 */
export async function pkceChallenge(verifier: string, options?: WasmOptions): Promise<string> {
  return (await pairOf(await load(wasmOf(options)), verifier)).challenge;
}

function load(source: WasmSource | undefined, fallback?: Load): Promise<Core> {
  return source === undefined
    ? (loadedCore(fallback) ?? fail(NO_WASM_GIVEN))
    : loadCore(async () => instancesOf(await compile(source)), fallback);
}

function wasmOf(options: WasmOptions | undefined): WasmSource | undefined {
  try {
    const wasm = options?.wasm;
    // It may not be needed: then a request that failed is of no interest.
    Promise.resolve(wasm).catch(() => {});
    return wasm;
  } catch {
    return undefined; // a getter that throws counts as missing
  }
}

async function compile(given: WasmSource): Promise<WebAssembly.Module> {
  const source = await (typeof given === "string" || isA("URL", given) ? fetch(given) : given);
  if (isA("Response", source)) {
    if (!source.ok) throw new Error(`core.wasm: HTTP ${source.status}`);
    // Streaming requires the right content type; without it the compilation is only slower.
    return source.headers.get("content-type") === "application/wasm" && "compileStreaming" in WebAssembly
      ? WebAssembly.compileStreaming(source)
      : WebAssembly.compile(await source.arrayBuffer());
  }
  return isA("WebAssembly.Module", source) ? source : WebAssembly.compile(source as BufferSource);
}
