import type { ClientConfig } from "../types/config.js";
import type { AnyClient } from "../types/lazy.js";
import { sharedClient } from "./page.js";
import { inert } from "./server.js";

/** What a framework's entry takes: a client, or the config of one. */
export type Given =
  | (ClientConfig & {
      /** Not allowed with a config. */
      client?: never;
    })
  | {
      /** A client of yours, which is not closed. */
      client: AnyClient;
    };

/** The client, and what releases it when the app ends. A client that was given is not closed. */
export function held(given: Given): { client: AnyClient; release: () => void } {
  const { client } = (given ?? {}) as { client?: AnyClient };
  if (client) return { client, release: () => {} };
  const shared = sharedClient(given as ClientConfig);
  return { client: shared?.client ?? inert, release: shared?.hold() ?? (() => {}) };
}
