/**
 * The same package without the WebAssembly core inside: you say where it is. For CDNs, streaming compilation, brotli of
 * the bare file, and workers that get a compiled module by `postMessage`. The file is `headless-identity/core.wasm`.
 *
 * @module
 */
import { openClient } from "./client.js";
import { type Core, loadCore, loadedCore } from "./core.js";
import { fail } from "./failure.js";
import { NO_WASM_GIVEN } from "./generated/errors.js";
import { freshPair, pairOf } from "./pkce.js";
import type { HeadlessClient } from "./types/client.js";
import type { ClientConfig } from "./types/config.js";
import type { PkcePair } from "./types/journeys.js";

export * from "./api.js";

/** The core, or where to fetch it. It must be the `core.wasm` of the same version of this package. */
export type WasmSource = string | URL | Response | PromiseLike<Response> | BufferSource | WebAssembly.Module;

/** Where the core comes from. Once a call has loaded it, later ones need not say it again. */
export interface WasmOptions {
  /**
   * Beside the bundle, in this case.
   *
   * @example
   * import { createClient } from "headless-identity/slim";
   *
   * const client = await createClient({ siteUrl, clientId, wasm: new URL("core.wasm", import.meta.url) });
   */
  wasm?: WasmSource | undefined;
}

/**
 * As in the main entry, with the core loaded from `config.wasm`.
 *
 * @example
 * import { createClient } from "headless-identity/slim";
 *
 * const client = await createClient({ siteUrl, clientId, wasm: "https://cdn.example.com/core.wasm" });
 */
export function createClient(config: ClientConfig & WasmOptions): Promise<HeadlessClient> {
  return openClient(() => load(config), config);
}

/**
 * As in the main entry.
 *
 * @example
 * import { createPkcePair } from "headless-identity/slim";
 *
 * const { verifier, challenge } = await createPkcePair({ wasm: "https://cdn.example.com/core.wasm" });
 */
export async function createPkcePair(options?: WasmOptions): Promise<PkcePair> {
  return freshPair(await load(options));
}

/**
 * As in the main entry.
 *
 * @example
 * import { pkceChallenge } from "headless-identity/slim";
 *
 * const challenge = await pkceChallenge(verifier, { wasm: "https://cdn.example.com/core.wasm" });
 */
export async function pkceChallenge(verifier: string, options?: WasmOptions): Promise<string> {
  return (await pairOf(await load(options), verifier)).challenge;
}

function load(options: WasmOptions | undefined): Promise<Core> {
  const source = wasmOf(options);
  return source === undefined
    ? (loadedCore() ?? fail(NO_WASM_GIVEN))
    : loadCore((imports) => instantiate(source, imports));
}

function wasmOf(options: WasmOptions | undefined): WasmSource | undefined {
  try {
    return options?.wasm;
  } catch {
    return undefined; // a getter that throws gives as little as one that is missing
  }
}

async function instantiate(
  given: WasmSource,
  imports: WebAssembly.Imports,
): Promise<WebAssembly.WebAssemblyInstantiatedSource> {
  const source = await (typeof given === "string" || given instanceof URL ? fetch(given) : given);
  if (source instanceof Response) {
    if (!source.ok) throw new Error(`core.wasm: HTTP ${source.status}`);
    // Streaming demands the right content type; a server that does not send it costs speed, not function.
    return source.headers.get("content-type") === "application/wasm"
      ? WebAssembly.instantiateStreaming(source, imports)
      : WebAssembly.instantiate(await source.arrayBuffer(), imports);
  }
  return source instanceof WebAssembly.Module
    ? { instance: await WebAssembly.instantiate(source, imports), module: source }
    : WebAssembly.instantiate(source as BufferSource, imports);
}
