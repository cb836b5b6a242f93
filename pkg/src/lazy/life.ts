import { HeadlessIdentityError } from "../errors.js";
import { CORE_NOT_FETCHED, LAZY_CLIENT_CLOSED } from "../generated/errors.js";
import { report } from "../guarded.js";
import { fulfilled } from "../fulfilled.js";
import type { HeadlessClient } from "../types/client.js";
import type { ClientConfig } from "../types/config.js";
import type { Session } from "../types/session.js";

/** One core of a shared client, from its first use until the last user has released the client. */
export class Life {
  client: HeadlessClient | undefined;
  /** When loading the core failed. */
  failedAt: number | undefined;
  isOver = false;
  /** Whether a caller holds a promise that a failure rejects. */
  isHeard = false;
  readonly opened: Promise<HeadlessClient>;
  readonly #config: ClientConfig;
  readonly #onOpen: (client: HeadlessClient) => void;
  #resolve!: (client: HeadlessClient) => void;
  #reject!: (error: unknown) => void;
  #isStarted = false;
  #ready: Promise<Session | null> | undefined;
  /** The session that `#ready` resolves with. */
  #known: Session | null | undefined;

  constructor(config: ClientConfig, onOpen: (client: HeadlessClient) => void) {
    this.#config = config;
    this.#onOpen = onOpen;
    this.opened = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.opened.catch(() => {});
  }

  /** The session as soon as it is known: the same promise until it changes, so that a component may suspend on it. */
  get ready(): Promise<Session | null> {
    const session = this.client?.session();
    if (!this.#ready || session !== this.#known) {
      this.#known = session;
      this.#ready = session === undefined ? this.opened.then((client) => (this.#known = client.session())) : fulfilled(session);
      this.#ready.catch(() => {});
    }
    return this.#ready;
  }

  /** Loads the core, once. */
  start(): void {
    if (this.#isStarted || this.isOver) return;
    this.#isStarted = true;
    this.#open().catch((error: unknown) => {
      this.failedAt = performance.now();
      this.#reject(error);
      if (!this.isHeard && !this.isOver) report(error);
    });
  }

  /** Calls that still wait for the core reject at once. */
  end(): void {
    this.isOver = true;
    this.client?.close();
    this.#reject(new HeadlessIdentityError(LAZY_CLIENT_CLOSED));
  }

  async #open(): Promise<void> {
    const { createClient } = await import("../bundled.js").catch((cause: unknown) => {
      throw new HeadlessIdentityError(CORE_NOT_FETCHED, { cause });
    });
    const client = await createClient(this.#config);
    if (this.isOver) return client.close();
    this.client = client;
    this.#known = client.session();
    this.#resolve(client);
    this.#onOpen(client);
  }
}
