import type { HeadlessClient } from "./client.js";
import type { Session } from "./session.js";

/**
 * A client whose core is loaded when it is first used. Made by `lazyClient`. It has the methods of {@link HeadlessClient};
 * calls made before the core is loaded wait for it.
 */
export interface LazyClient extends Omit<HeadlessClient, "session"> {
  /**
   * The session, `null` if there is none, or `undefined` while it is not known: on a server, and until the core is loaded.
   *
   * @example
   * const identity = lazyClient({ siteUrl, clientId });
   * if (identity.session() === undefined) await identity.ready;
   */
  session(): Session | null | undefined;

  /**
   * Resolves with the session as soon as it is known. Rejects like `createClient`, and on a server with `wasm_unavailable`. It is
   * the same promise until the session changes. After a failure the next call tries again, and so does `ready` from one second later on;
   * but most browsers do not request a chunk again that could not be fetched, so then the page has to be reloaded.
   *
   * @example
   * const identity = lazyClient({ siteUrl, clientId });
   * if ((await identity.ready)?.kind !== "user") location.href = "/login";
   */
  readonly ready: Promise<Session | null>;

  /**
   * Releases this client. Each `lazyClient(config)` counts as one user; when the last user has released the client, `ready`, pending
   * and later calls reject with `aborted`, and `lazyClient` returns a new client. Session and storage stay.
   */
  close(): void;
}

/** Either kind of client. One of `createClient` has no `ready`: its session is known from the start. */
export type AnyClient =
  | (HeadlessClient & {
      /** Of a {@link LazyClient} only. */
      readonly ready?: undefined;
    })
  | LazyClient;
