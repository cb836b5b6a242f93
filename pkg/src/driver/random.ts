import type { Tell } from "./protocol.js";

/** 32 unpredictable bytes; `null` where there is no secure source. */
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

export const draw = (tell: Tell): void => tell("drawn", randomBytes());
