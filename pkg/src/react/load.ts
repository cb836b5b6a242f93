import { HeadlessIdentityError } from "../slim.js";
import type { HeadlessClient } from "../types/client.js";
import type { ClientConfig } from "../types/config.js";

/** `createClient` of the main entry: fetched when it is needed, so that who brings a client carries no core. */
export async function makeClient(config: ClientConfig): Promise<HeadlessClient> {
  const { createClient } = await import("../index.js").catch((cause: unknown) => {
    throw new HeadlessIdentityError(
      {
        code: "wasm_unavailable",
        step: "config",
        message: "The core of headless-identity could not be fetched.",
        retryable: false,
        hint: "It is a chunk of its own in your build; check that the server has it, also after a deployment.",
      },
      { cause },
    );
  });
  return createClient(config);
}
