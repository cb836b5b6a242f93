import type { CustomStorage } from "../types/config.js";
import { isWellFormed } from "./arguments.js";
import type { Answer, End, Tell } from "./protocol.js";

/** Where things are kept: `sessionStorage`, `localStorage`, or the app's own. */
export type Place = "session" | "local" | "own";

/** What stores are asked for. `own` is the app's, where it has one. */
export function stores(own: CustomStorage | undefined) {
  const at = (place: Place): CustomStorage => (place === "own" && own ? own : ofPage(`${place as "session" | "local"}Storage`));
  return {
    get: (tell: Tell, place: Place, key: string, limitMs: number) =>
      ask(tell, limitMs, ["no value"], () => at(place).get(key), (value) => {
        if (value === undefined || value === null) return ["value", null];
        if (typeof value !== "string") return ["no value"];
        return ["value", isWellFormed(value) ? value : ""]; // no text of ours: as good as any other that is no record
      }),
    set: (tell: Tell, place: Place, key: string, limitMs: number, text: string) =>
      ask(tell, limitMs, ["not done"], () => at(place).set(key, text), () => ["done"]),
    remove: (tell: Tell, place: Place, key: string, limitMs: number) =>
      ask(tell, limitMs, ["not done"], () => at(place).remove(key), () => ["done"]),
  };
}

/** Where storage is not allowed, reading the global throws. */
function ofPage(name: "sessionStorage" | "localStorage"): CustomStorage {
  const storage = globalThis[name];
  return {
    get: (key) => storage.getItem(key),
    set: (key, text) => storage.setItem(key, text),
    remove: (key) => storage.removeItem(key),
  };
}

/**
 * Asks a store for something. It answers at once or by a promise of any make, throws, rejects, or never answers, which counts as
 * a failure when the time is over.
 */
function ask(
  tell: Tell,
  limitMs: number,
  failure: Answer,
  call: () => unknown,
  convert: (value: unknown) => Answer,
): End | void {
  try {
    const value = call();
    if (!isThenable(value)) return tell(...convert(value));
    const fail = () => tell(...failure);
    const timer = setTimeout(fail, limitMs);
    const end = () => clearTimeout(timer);
    void (async () => convert(await value))().then((answer) => tell(...answer), fail).then(end);
    return end;
  } catch {
    tell(...failure); // whatever it failed with goes no further
  }
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (Object(value) as { then?: unknown }).then === "function";
