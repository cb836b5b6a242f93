/**
 * Salesforce Headless Identity for the browser, with the WebAssembly core inside: nothing to configure, nothing else to
 * serve. Importing it runs nothing, so it is safe on a server; the core is compiled by the first call.
 *
 * @module
 */
import packed from "built:wasm";
import { openClient } from "./client.js";
import { type Core, loadCore } from "./core.js";
import { freshPair, pairOf } from "./pkce.js";
import type { HeadlessClient } from "./types/client.js";
import type { ClientConfig } from "./types/config.js";
import type { PkcePair } from "./types/journeys.js";
import { unpack } from "./unpack.js";

export * from "./api.js";

const load = (): Promise<Core> => loadCore((imports) => WebAssembly.instantiate(unpack(packed), imports));

/**
 * Makes a client. The first call compiles the core, which takes a few milliseconds; later ones share it.
 *
 * Rejects with `invalid_config` for a config that cannot work, with `storage` for a store that cannot be used, and with
 * `wasm_unavailable` where WebAssembly is missing or blocked: call it before you show a form.
 *
 * @example
 * const client = await createClient({
 *   siteUrl: "https://shop.my.site.com/portal",
 *   clientId: "3MVG9…",
 * });
 */
export function createClient(config: ClientConfig): Promise<HeadlessClient> {
  return openClient(load, config);
}

/**
 * A fresh proof key of RFC 7636, for a flow that you drive yourself. `login` makes its own.
 *
 * @example
 * const { verifier, challenge } = await createPkcePair();
 */
export async function createPkcePair(): Promise<PkcePair> {
  return freshPair(await load());
}

/**
 * The S256 challenge of a verifier (RFC 7636, section 4.2). Rejects with `invalid_argument` unless it has 43 to 128
 * characters of `A-Z a-z 0-9 - . _ ~`.
 *
 * @example
 * await pkceChallenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"); // "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
 */
export async function pkceChallenge(verifier: string): Promise<string> {
  return (await pairOf(await load(), verifier)).challenge;
}
