// What passes between the driver and the core (src/js/). Both sides are built together: neither checks the other.

/** What has happened, as the core is told it. */
export type Event =
  | readonly ["opened", call: number, settings: object, origin: string | undefined]
  | readonly ["called", call: number, name: string, args: object]
  /** Comes before `called` where a call was given up before it was made. */
  | readonly ["aborted", call: number]
  | readonly ["answered", effect: number, ...answer: Answer]
  | readonly ["heard", text: string]
  | readonly ["woke"]
  | readonly ["closed"]
  /** Asks for a proof key: of a verifier, or of random bytes. */
  | readonly ["proved", call: number, verifier: string | readonly number[] | null];

/** What an effect came to. */
export type Answer =
  | readonly ["response", status: number, url: string, contentType: string, body: string]
  | readonly ["cut off", status: number]
  | readonly ["unreachable"]
  | readonly ["slept"]
  | readonly ["value", text: string | null]
  | readonly ["no value"]
  | readonly ["done"]
  | readonly ["not done"]
  | readonly ["held"]
  | readonly ["busy"]
  | readonly ["unsupported"]
  | readonly ["verified", isGood: boolean | null]
  | readonly ["drawn", bytes: readonly number[] | null];

/** What is to be done: its name, and what the function of that name takes. */
export type Effect = readonly [name: string, ...values: never[]];

/** Tells what an effect came to. What comes after the first time, or after the effect's end, is ignored. */
export type Tell = (...answer: Answer) => void;

/** Ends an effect whose answer is no longer waited for. */
export type End = () => void;
