import type { Core } from "./core.js";
import { refusal, text } from "./driver/arguments.js";
import { BAD_ARGUMENT } from "./driver/hints.js";
import { randomBytes } from "./driver/random.js";
import type { Step } from "./driver/wasm.js";
import { type ErrorDetails, HeadlessIdentityError } from "./errors.js";
import { CORE_STOPPED } from "./generated/errors.js";
import type { PkcePair } from "./types/journeys.js";

/** A fresh proof key. */
export const freshPair = (core: Core): Promise<PkcePair> => prove(core, randomBytes());

/** The proof key of a verifier that the app has made. */
export async function pairOf(core: Core, verifier: unknown): Promise<PkcePair> {
  const given = text(verifier);
  if (given === undefined) throw refusal(BAD_ARGUMENT, "verifier");
  return prove(core, given);
}

async function prove(core: Core, verifier: string | number[] | null): Promise<PkcePair> {
  const step = await core.take();
  const [name, , outcome] = proof(step, verifier);
  core.giveBack(step);
  if (name === "reject") throw new HeadlessIdentityError(outcome as ErrorDetails);
  return outcome as PkcePair;
}

type Proof = readonly [name: "resolve" | "reject", call: number, outcome: PkcePair | ErrorDetails];

function proof(step: Step, verifier: string | number[] | null): Proof {
  try {
    return step(["proved", 0, verifier])[0] as unknown as Proof;
  } catch (cause) {
    throw new HeadlessIdentityError(CORE_STOPPED, { cause });
  }
}
