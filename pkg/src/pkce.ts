import type { Core } from "./core.js";
import { refusal, text } from "./driver/arguments.js";
import { BAD_ARGUMENT } from "./driver/hints.js";
import { randomBytes } from "./driver/random.js";
import { type ErrorDetails, HeadlessIdentityError } from "./errors.js";
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
  const [effect] = step(["proved", 0, verifier]);
  core.giveBack(step);
  const [name, , outcome] = effect as unknown as [string, number, PkcePair | ErrorDetails];
  if (name === "reject") throw new HeadlessIdentityError(outcome as ErrorDetails);
  return outcome as PkcePair;
}
