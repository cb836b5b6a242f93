import type { End, Tell } from "./protocol.js";

export function sleep(tell: Tell, ms: number): End {
  const timer = setTimeout(() => tell("slept"), ms);
  return () => clearTimeout(timer);
}
