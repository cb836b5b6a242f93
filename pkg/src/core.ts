import { type Instantiate, type Load, type Step, stepping } from "./driver/instance.js";
import { fail } from "./failure.js";
import { CORE_NOT_LOADED, FALLBACK_NOT_LOADED, NO_WEBASSEMBLY } from "./generated/errors.js";

/** The core. Each client has an instance of its own, so that a trap ends no other. */
export class Core {
  readonly #instantiate: Instantiate;
  /** An instance that no client has taken. */
  #spare: Step | undefined;

  private constructor(instantiate: Instantiate) {
    this.#instantiate = instantiate;
  }

  static async load(load: Load): Promise<Core> {
    const core = new Core(await load());
    core.#spare = await core.#step();
    return core;
  }

  /** An instance for a client. */
  async take(): Promise<Step> {
    const spare = this.#spare;
    this.#spare = undefined;
    return spare ?? this.#step().catch(notLoaded);
  }

  /** One that was lent, and knows of no client. */
  giveBack(step: Step): void {
    this.#spare = step;
  }

  async #step(): Promise<Step> {
    return stepping(await this.#instantiate());
  }
}

/** The core, and what loads it. */
let loading: { core: Promise<Core>; by: Load } | undefined;

/**
 * The core of this page: loaded by the first call, shared by all later ones. After a failure the next call tries again.
 *
 * @param fallback loads another build of the core where the first cannot be had
 */
export const loadCore = (load: Load, fallback?: Load): Promise<Core> => orFallback(begin(load), fallback);

/** The core, if a call has loaded it or is about to. */
export const loadedCore = (fallback?: Load): Promise<Core> | undefined => loading && orFallback(loading.core, fallback);

function orFallback(core: Promise<Core>, fallback: Load | undefined): Promise<Core> {
  return core.catch((cause: unknown) =>
    fallback ? begin(fallback).catch((cause: unknown) => fail(FALLBACK_NOT_LOADED, { cause })) : notLoaded(cause),
  );
}

function begin(load: Load): Promise<Core> {
  // Another entry's core serves as well, but its failure is not this one's.
  if (loading) return loading.by === load ? loading.core : loading.core.catch(() => begin(load));
  const core = Core.load(load).catch((cause: unknown) => {
    loading = undefined;
    throw cause;
  });
  loading = { core, by: load };
  return core;
}

function notLoaded(cause: unknown): Promise<never> {
  return fail(typeof WebAssembly === "undefined" ? NO_WEBASSEMBLY : CORE_NOT_LOADED, { cause });
}
