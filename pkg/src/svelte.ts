/**
 * The client and its session in Svelte, 5.7 or later: as runes and as a store. Safe on a server, where nothing is loaded.
 *
 * @module
 */
import { createSubscriber } from "svelte/reactivity";
import { held, watch } from "./lazy.js";
import type { Given } from "./lazy/given.js";
import type { AnyClient } from "./types/lazy.js";
import type { Session } from "./types/session.js";

export type { Given };

/** A client with a session that Svelte follows. */
export interface Identity {
  /** The client. Calls wait until its core is loaded. */
  readonly client: AnyClient;
  /**
   * The session; reactive in components, `$derived` and `$effect`. `null` means that no one is signed in, `undefined` that it is not
   * known yet: on a server, and until the core is loaded.
   */
  readonly session: Session | null | undefined;
  /** Resolves with the session as soon as it is known, for `load` functions. Rejects on a server. */
  readonly ready: Promise<Session | null>;
  /**
   * The session as a store: `$identity` in a component.
   *
   * @example
   * const unsubscribe = identity.subscribe((session) => show(session?.userId ?? "no one"));
   */
  subscribe(run: (session: Session | null | undefined) => void): () => void;
}

/**
 * Makes the identity of an app, in a module of its own. It takes a config, as `lazyClient` does, or a client.
 *
 * @example
 * // src/lib/identity.ts
 * import { headlessIdentity } from "headless-identity/svelte";
 *
 * export const identity = headlessIdentity({ siteUrl, clientId });
 */
export function headlessIdentity(options: Given): Identity {
  const { client } = held(options);
  const follow = createSubscriber((update) => watch(client, update));
  return {
    client,
    get session() {
      follow();
      return client.session();
    },
    get ready() {
      return client.ready ?? Promise.resolve(client.session());
    },
    subscribe(run) {
      const tell = () => run(client.session());
      tell();
      return watch(client, tell);
    },
  };
}
