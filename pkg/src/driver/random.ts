import type { Tell } from "./protocol.js";

/** 32 random bytes that nobody can guess; `null` where there is no secure source. */
export function randomBytes(): number[] | null {
  try {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    const numbers = [...bytes];
    bytes.fill(0);
    return numbers;
  } catch {
    return null;
  }
}

/** Draws them in the next microtask: a call that is given up in the tick in which it is made does nothing. */
export function draw(tell: Tell): void {
  void (async () => {
    await undefined;
    tell("drawn", randomBytes());
  })();
}
