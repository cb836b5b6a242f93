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

let loading: Promise<Core> | undefined;

/**
 * The core of this page: loaded by the first call, shared by all later ones. After a failure the next call tries again.
 *
 * @param fallback loads another build of the core where the first cannot be had
 */
export const loadCore = (load: Load, fallback?: Load): Promise<Core> => orFallback(begin(load), fallback);

/** The core, if a call has loaded it or is about to. */
export const loadedCore = (fallback?: Load): Promise<Core> | undefined => loading && orFallback(loading, fallback);

function orFallback(core: Promise<Core>, fallback: Load | undefined): Promise<Core> {
  return core.catch((cause: unknown) =>
    fallback ? begin(fallback).catch((cause: unknown) => fail(FALLBACK_NOT_LOADED, { cause })) : notLoaded(cause),
  );
}

function begin(load: Load): Promise<Core> {
  loading ??= Core.load(load).catch((cause: unknown) => {
    loading = undefined;
    throw cause;
  });
  return loading;
}

function notLoaded(cause: unknown): Promise<never> {
  return fail(typeof WebAssembly === "undefined" ? NO_WEBASSEMBLY : CORE_NOT_LOADED, { cause });
}
