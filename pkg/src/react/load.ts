import { CORE_NOT_FETCHED } from "../generated/errors.js";
import { HeadlessIdentityError } from "../slim.js";
import type { HeadlessClient } from "../types/client.js";
import type { ClientConfig } from "../types/config.js";

/** `createClient` of the main entry: fetched when it is needed, so that who brings a client carries no core. */
export async function makeClient(config: ClientConfig): Promise<HeadlessClient> {
  const { createClient } = await import("../index.js").catch((cause: unknown) => {
    throw new HeadlessIdentityError(CORE_NOT_FETCHED, { cause });
  });
  return createClient(config);
}
