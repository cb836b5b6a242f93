// Reads what the page gives. Anything may come: wrong types, throwing getters, proxies, lone surrogates. Each is refused by the
// name of its hint, and none of them is ever quoted.
import type { Failure, HintName } from "../failure.js";

/** Takes a value of one type; `undefined` stands for a value that is not of it. */
export type Read<T> = (value: unknown) => T | undefined;

/** What a value that is not as it must be makes of a call, and of a client. */
export const BAD_ARGUMENT = { code: "invalid_argument", step: "argument", retryable: false } as const;
export const BAD_CONFIG = { code: "invalid_config", step: "config", retryable: false } as const;

/** Thrown by what reads: the failure that says which value was not as it must be. */
export class Refusal {
  readonly failure: Failure;

  constructor(kind: typeof BAD_ARGUMENT | typeof BAD_CONFIG, hint: HintName) {
    this.failure = { ...kind, hint };
  }
}

/** What was read, or why it was refused. */
export function reading<T>(read: () => T): T | Refusal {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown;
    throw thrown;
  }
}

/** An object whose members are read by name. The first that is not as it must be ends the reading. */
export class Arguments {
  readonly #object: object;
  readonly #kind: typeof BAD_ARGUMENT | typeof BAD_CONFIG;

  /** @throws {Refusal} where it is no object. */
  constructor(object: unknown, kind: typeof BAD_ARGUMENT | typeof BAD_CONFIG, hint: HintName) {
    if (!isObject(object)) throw new Refusal(kind, hint);
    this.#object = object;
    this.#kind = kind;
  }

  must(holds: unknown, hint: HintName): asserts holds {
    if (!holds) throw new Refusal(this.#kind, hint);
  }

  /** A member; `undefined` where it is `undefined` or `null`. */
  optional<T>(key: string, read: Read<T>, hint: HintName): T | undefined {
    const refused = Symbol();
    const value = attempt(() => {
      const given = (this.#object as Record<string, unknown>)[key];
      return given === undefined || given === null ? undefined : (read(given) ?? refused);
    }, refused);
    this.must(value !== refused, hint);
    return value as T | undefined;
  }

  /** A member that must be there. */
  required<T>(key: string, read: Read<T>, hint: HintName): T {
    const value = this.optional(key, read, hint);
    this.must(value !== undefined, hint);
    return value;
  }
}

/** What foreign code gives, or the other value where it throws. */
export function attempt<T, U>(foreign: () => T, otherwise: U): T | U {
  try {
    return foreign();
  } catch {
    return otherwise;
  }
}

export const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** A string without lone surrogates: those have no UTF-8, and would arrive as another password. */
export const isWellFormed = (value: unknown): value is string => typeof value === "string" && !/\p{Surrogate}/u.test(value);

export const text: Read<string> = (value) => (isWellFormed(value) ? value : undefined);

export const filled: Read<string> = (value) => text(value) || undefined;

/** Not negative, and not `NaN`. */
export const number: Read<number> = (value) => (typeof value === "number" && value >= 0 ? value : undefined);

/** Seconds as whole milliseconds. JSON has no infinity. */
export const seconds: Read<number> = (value) => {
  const given = number(value);
  return given === undefined ? undefined : Math.min(Math.trunc(given * 1000), Number.MAX_SAFE_INTEGER);
};

export const flag: Read<boolean> = (value) => (typeof value === "boolean" ? value : undefined);

/** One of these words. */
export const oneOf =
  <T extends string>(...words: readonly T[]): Read<T> =>
  (value) =>
    words.find((word) => word === value);

/** An object as JSON text, which writes a lone surrogate as an escape. */
export const json: Read<string> = (value) => {
  const written: unknown = JSON.stringify(value);
  if (typeof written !== "string" || !written.startsWith("{")) return undefined;
  const escapes: readonly string[] = written.match(/\\u?./g) ?? [];
  return escapes.includes("\\ud") ? undefined : written;
};
