// The main entry's core and what needs it: a chunk of its own where only `lazyClient` is used. Documented in eager.ts.
import packed from "built:wasm";
import { openClient } from "./client.js";
import { type Core, loadCore } from "./core.js";
import { instancesOf, type Load } from "./driver/instance.js";
import { freshPair, pairOf } from "./pkce.js";
import type { HeadlessClient } from "./types/client.js";
import type { ClientConfig } from "./types/config.js";
import type { PkcePair } from "./types/journeys.js";
import { unpack } from "./unpack.js";

export * from "./api.js"; // as slim and compat do: so all of it is in the file that they share

const compile: Load = async () => instancesOf(await WebAssembly.compile(unpack(packed)));
const load = (fallback?: Load): Promise<Core> => loadCore(compile, fallback);

export function createClient(config: ClientConfig): Promise<HeadlessClient> {
  return openClient(load, config);
}

export async function createPkcePair(): Promise<PkcePair> {
  return freshPair(await load());
}

export async function pkceChallenge(verifier: string): Promise<string> {
  return (await pairOf(await load(), verifier)).challenge;
}
