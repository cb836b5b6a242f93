/**
 * The same package with the core as JavaScript, for pages without WebAssembly: Lockdown Mode, an enterprise policy, a
 * Content-Security-Policy without `'wasm-unsafe-eval'`. It is larger and slower than the main entry point. As `fallback` of a
 * config it is fetched only if it is needed.
 *
 * @module
 */
import { instantiate } from "built:javascript";
import { openClient } from "./client.js";
import { type Core, loadCore } from "./core.js";
import type { Load } from "./driver/instance.js";
import { freshPair, pairOf } from "./pkce.js";
import type { HeadlessClient } from "./types/client.js";
import type { ClientConfig } from "./types/config.js";
import type { PkcePair } from "./types/journeys.js";

export * from "./api.js";

const instances: Load = async () => instantiate;
/** It is also its own fallback: `loadCore` may be waiting for the load of another entry point, which can fail. */
const load = (): Promise<Core> => loadCore(instances, instances);

/** Creates an instance of the core, for `fallback`. Not for direct use. */
export const core: () => unknown = instantiate;

/**
 * As in the main entry point.
 *
 * @example
 * import { createClient } from "headless-identity/compat";
 *
 * const client = await createClient({ siteUrl, clientId });
 */
export function createClient(config: ClientConfig): Promise<HeadlessClient> {
  return openClient(load, config);
}

/**
 * As in the main entry point.
 *
 * @example
 * import { createPkcePair } from "headless-identity/compat";
 *
 * const { verifier, challenge } = await createPkcePair();
 */
export async function createPkcePair(): Promise<PkcePair> {
  return freshPair(await load());
}

/**
 * As in the main entry point.
 *
 * @example
 * import { pkceChallenge } from "headless-identity/compat";
 *
 * const challenge = await pkceChallenge(verifier);
 */
export async function pkceChallenge(verifier: string): Promise<string> {
  return (await pairOf(await load(), verifier)).challenge;
}
