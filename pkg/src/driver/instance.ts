import type { Effect, Event } from "./protocol.js";

/** An instance of the core: what the crate exports (its `src/js/`). It imports nothing. */
export interface Instance {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Makes room for an event of so many bytes of UTF-8, and returns where it is. */
  room(length: number): number;
  /** Takes the event, at this time in milliseconds since 1970. Returns where its effects are. */
  step(nowMs: number): number;
  /** How many bytes the effects take. */
  length(): number;
}

/** Makes an instance. */
export type Instantiate = () => Instance | Promise<Instance>;

/** Fetches or compiles the core, and resolves to the function that makes its instances. */
export type Load = () => Promise<Instantiate>;

/** Makes instances of the compiled core: at once where that is allowed. Older browsers refuse it on a page's main thread. */
export function instancesOf(module: WebAssembly.Module): Instantiate {
  return async () => {
    let instance;
    try {
      instance = new WebAssembly.Instance(module);
    } catch {
      instance = await WebAssembly.instantiate(module);
    }
    return instance.exports as unknown as Instance;
  };
}

/** Takes an event to the core, and brings back its effects. Throws where the core has stopped. */
export type Step = (event: Event) => Effect[];

/** A core's memory as text. What has passed through it is wiped: it may have been a password. */
export function stepping({ memory, room, step, length }: Instance): Step {
  if (![room, step, length].every((part) => typeof part === "function")) throw new TypeError("no core"); // a fallback's, perhaps
  const [encoder, decoder] = [new TextEncoder(), new TextDecoder()];
  // JavaScript reads an address of 32 bits as a number with a sign.
  const bytesAt = (address: number, size: number) => new Uint8Array(memory.buffer, address >>> 0, size);
  return (event) => {
    const text = JSON.stringify(event);
    if (!text.startsWith("[")) throw new TypeError("JSON is not JSON here"); // as where a library gives arrays a `toJSON`
    const given = encoder.encode(text);
    bytesAt(room(given.length), given.length).set(given);
    given.fill(0);
    const address = step(Date.now());
    const effects = bytesAt(address, length());
    const told = decoder.decode(effects);
    effects.fill(0);
    return parsed(told);
  };
}

function parsed(text: string): Effect[] {
  try {
    return JSON.parse(text) as Effect[];
  } catch {
    throw new TypeError("no effects"); // the parser's own error quotes the text
  }
}
