import { openGlue } from "built:glue";
import { stepping, type Step } from "./driver/wasm.js";
import { fail } from "./failure.js";
import { CORE_NOT_LOADED, NO_WEBASSEMBLY } from "./generated/errors.js";

export type Instantiate = (imports: WebAssembly.Imports) => Promise<WebAssembly.WebAssemblyInstantiatedSource>;

/** The compiled core. Each client has an instance of its own, so that a trap ends no other. */
export class Core {
  readonly #module: WebAssembly.Module;
  /** An instance that no client has taken. */
  #spare: Step | undefined;

  private constructor(module: WebAssembly.Module, spare: Step) {
    this.#module = module;
    this.#spare = spare;
  }

  static async load(instantiate: Instantiate): Promise<Core> {
    const glue = openGlue();
    const { instance, module } = await instantiate(glue.imports());
    glue.start(instance, module);
    return new Core(module, stepping(glue));
  }

  /** An instance for a client. */
  async take(): Promise<Step> {
    const spare = this.#spare;
    this.#spare = undefined;
    return spare ?? this.#instantiate().catch(notLoaded);
  }

  /** One that was lent, and knows of no client. */
  giveBack(step: Step): void {
    this.#spare = step;
  }

  async #instantiate(): Promise<Step> {
    const glue = openGlue();
    glue.start(await instanceOf(this.#module, glue.imports()), this.#module);
    return stepping(glue);
  }
}

/** At once where that is allowed: older browsers refuse it on a page's main thread. */
function instanceOf(module: WebAssembly.Module, imports: WebAssembly.Imports): WebAssembly.Instance | Promise<WebAssembly.Instance> {
  try {
    return new WebAssembly.Instance(module, imports);
  } catch {
    return WebAssembly.instantiate(module, imports);
  }
}

let loading: Promise<Core> | undefined;

/** The core of this page: loaded by the first call, shared by all later ones. After a failure the next call tries again. */
export function loadCore(instantiate: Instantiate): Promise<Core> {
  loading ??= Core.load(instantiate).catch((cause: unknown) => {
    loading = undefined;
    return notLoaded(cause);
  });
  return loading;
}

/** The core, if a call has loaded it or is about to. */
export const loadedCore = (): Promise<Core> | undefined => loading;

function notLoaded(cause: unknown): Promise<never> {
  return fail(typeof WebAssembly === "undefined" ? NO_WEBASSEMBLY : CORE_NOT_LOADED, { cause });
}
