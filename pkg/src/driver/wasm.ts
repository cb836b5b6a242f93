import type { Effect, Event } from "./protocol.js";

/** What the crate exports (its `src/js/`), and the loader around it: wasm-bindgen's imports, and the start of a fresh instance. */
export interface Glue {
  imports(): WebAssembly.Imports;
  start(instance: WebAssembly.Instance, module: WebAssembly.Module): void;
  memory(): WebAssembly.Memory;
  /** Makes room for an event of so many bytes of UTF-8, and returns where it is. */
  room(length: number): number;
  /** Takes the event, at this time in milliseconds since 1970. Returns where its effects are. */
  step(nowMs: number): number;
  /** How many bytes the effects take. */
  length(): number;
}

/** Takes an event to the core, and brings back its effects. Throws where the core has stopped. */
export type Step = (event: Event) => Effect[];

/** A core's memory as text. What has passed through it is wiped: it may have been a password. */
export function stepping({ memory, room, step, length }: Glue): Step {
  const [encoder, decoder] = [new TextEncoder(), new TextDecoder()];
  const bytesAt = (address: number, size: number) => new Uint8Array(memory().buffer, address, size);
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
