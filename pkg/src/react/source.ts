import { createContext } from "react";
import type { HeadlessClient } from "../types/client.js";
import type { Session } from "../types/session.js";

/** A client, as a provider hands it down. */
export interface Source {
  readonly client: HeadlessClient;
  /** The session; `undefined` as long as it is not known. */
  current(): Session | null | undefined;
  subscribe(listener: () => void): () => void;
}

export const SourceContext = createContext<Source | undefined>(undefined);

/** A client that the application made itself. */
export function readySource(client: HeadlessClient): Source {
  return { client, current: client.session, subscribe: client.subscribe };
}
