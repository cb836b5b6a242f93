import { openGlue } from "built:glue";
import { HeadlessIdentityError } from "./errors.js";
import { CORE_NOT_LOADED, NO_WEBASSEMBLY } from "./generated/errors.js";
import type { HeadlessClient } from "./types/client.js";
import type { AccessTokenArgs, PkcePair } from "./types/journeys.js";

/**
 * What the crate exports (its `src/js/`). It takes anything, checks everything itself, and reports every failure as a
 * plain object with the fields of `ErrorDetails`.
 */
export interface Core {
  /** A client with the session that its store has. */
  Core: { open(config: unknown): Promise<CoreClient> };
  createPkcePair(): PkcePair;
  pkceChallenge(verifier: unknown): string;
}

/** A client inside the core. A listener is known by a number, so that no function has to come out of the wasm. */
export interface CoreClient extends Omit<HeadlessClient, "subscribe" | "fetch"> {
  /** Which session a call begins in, for {@link getAccessTokenSince}. */
  generation(): number;
  /** An access token for a call that began in that generation, and of no other person's session. */
  getAccessTokenSince(generation: number, args?: AccessTokenArgs): Promise<string>;
  /** Whether a bearer token may go to this absolute URL. */
  mayHaveBearer(url: string): boolean;
  subscribe(listener: unknown): number;
  unsubscribe(id: number): void;
}

/** The loader around it: wasm-bindgen's imports, and the start of a fresh instance. */
export interface Glue extends Core {
  imports(): WebAssembly.Imports;
  start(instance: WebAssembly.Instance, module: WebAssembly.Module): void;
}

export type Instantiate = (imports: WebAssembly.Imports) => Promise<WebAssembly.WebAssemblyInstantiatedSource>;

let loading: Promise<Core> | undefined;

/** The core of this page: loaded by the first call, shared by all later ones. After a failure the next call tries again. */
export function loadCore(instantiate: Instantiate): Promise<Core> {
  loading ??= start(instantiate).catch((cause: unknown) => {
    loading = undefined;
    throw new HeadlessIdentityError(typeof WebAssembly === "undefined" ? NO_WEBASSEMBLY : CORE_NOT_LOADED, { cause });
  });
  return loading;
}

/** The core, if a call has loaded it or is about to. */
export const loadedCore = (): Promise<Core> | undefined => loading;

async function start(instantiate: Instantiate): Promise<Core> {
  const glue = openGlue();
  const { instance, module } = await instantiate(glue.imports());
  glue.start(instance, module);
  return glue;
}
