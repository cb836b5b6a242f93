// Wrapper functions, not re-exports of bundled.ts: esbuild splits chunks by whole files. With re-exports, any import from the
// main entry would load the core once `lazyClient` has moved it into its own chunk.
import * as bundled from "./bundled.js";
import type { HeadlessClient } from "./types/client.js";
import type { ClientConfig } from "./types/config.js";
import type { PkcePair } from "./types/journeys.js";

/**
 * Creates a client. The first call compiles the core, which takes a few milliseconds; later calls share it.
 *
 * Rejects with `invalid_config` for a config that cannot work, with `storage` for a store that cannot be used, and with
 * `wasm_unavailable` if WebAssembly is missing or blocked and no `fallback` is given: call it before you show a form.
 *
 * @example
 * const client = await createClient({
 *   siteUrl: "https://shop.my.site.com/portal",
 *   clientId: "3MVG9…",
 * });
 */
export function createClient(config: ClientConfig): Promise<HeadlessClient> {
  return bundled.createClient(config);
}

/**
 * Creates a proof key (RFC 7636) for a flow that you run yourself. `login` creates its own.
 *
 * @example
 * const { verifier, challenge } = await createPkcePair();
 */
export function createPkcePair(): Promise<PkcePair> {
  return bundled.createPkcePair();
}

/**
 * Returns the S256 challenge of a verifier (RFC 7636, section 4.2). Rejects with `invalid_argument` unless the verifier has
 * 43 to 128 characters of `A-Z a-z 0-9 - . _ ~`.
 *
 * @example
 * await pkceChallenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"); // "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
 */
export function pkceChallenge(verifier: string): Promise<string> {
  return bundled.pkceChallenge(verifier);
}
