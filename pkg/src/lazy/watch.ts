import type { AnyClient } from "../types/lazy.js";
import { WATCH, type Watchable } from "./stand-in.js";

/** Calls `update` whenever `client.session()` may have another value, also when it becomes known, until the returned function is called. */
export function watch(client: AnyClient & Partial<Watchable>, update: () => void): () => void {
  const ends = [client[WATCH]?.(update), client.subscribe(update)];
  return () => ends.forEach((end) => end?.());
}
