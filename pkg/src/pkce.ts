import type { Core } from "./core.js";
import { BAD_ARGUMENT, text } from "./driver/arguments.js";
import { randomBytes } from "./driver/random.js";
import { fail, type Failure } from "./failure.js";
import { CORE_STOPPED } from "./generated/errors.js";
import type { PkcePair } from "./types/journeys.js";

/** A fresh proof key. */
export const freshPair = (core: Core): Promise<PkcePair> => prove(core, randomBytes());

/** The proof key of a verifier that the app has made. */
export async function pairOf(core: Core, verifier: unknown): Promise<PkcePair> {
  const given = text(verifier);
  return given === undefined ? fail({ ...BAD_ARGUMENT, hint: "verifier" }) : prove(core, given);
}

async function prove(core: Core, verifier: string | number[] | null): Promise<PkcePair> {
  const step = await core.take();
  let proof;
  try {
    proof = step(["proved", 0, verifier])[0] as unknown as Proof;
  } catch (cause) {
    return fail(CORE_STOPPED, { cause });
  }
  core.giveBack(step);
  const [name, , outcome] = proof;
  return name === "resolve" ? outcome : fail(outcome);
}

type Proof = readonly [name: "resolve", call: number, pair: PkcePair] | readonly [name: "reject", call: number, failure: Failure];
