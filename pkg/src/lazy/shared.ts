import { HeadlessIdentityError } from "../errors.js";
import { NOT_A_LISTENER } from "../generated/errors.js";
import { guarded } from "../guarded.js";
import type { HeadlessClient } from "../types/client.js";
import type { ClientConfig } from "../types/config.js";
import type { LazyClient } from "../types/lazy.js";
import type { Session, SessionEvent } from "../types/session.js";
import { Life } from "./life.js";
import { standIn } from "./stand-in.js";

interface Listener {
  readonly call: (event: SessionEvent) => void;
  end?: () => void;
}

/** How long `ready` stays rejected: a suspended component reads it again at once, and would begin one attempt after another. */
const PAUSE_MS = 1000;

/**
 * The client of one config, for all its users in the page. After the last user has released it, it is closed and leaves the registry: then
 * `lazyClient` makes another one. A user that still has this one, such as a provider, may hold it again and gets a new core.
 */
export class SharedClient {
  readonly client: LazyClient;
  readonly config: ClientConfig;
  readonly #register: (isHeld: boolean) => void;
  readonly #listeners = new Set<Listener>();
  readonly #watchers = new Set<() => void>();
  #users = 0;
  #life: Life;

  /** @param register is told when the first user comes, and when the last one has gone */
  constructor(config: ClientConfig, register: (isHeld: boolean) => void) {
    this.config = config;
    this.#register = register;
    this.#life = this.#begin();
    this.client = standIn({
      opened: () => this.#heard().opened,
      current: () => this.#life.client,
      ready: () => this.#ready(),
      subscribe: (call) => this.#subscribe(call),
      watch: (update) => this.#watch(update),
      close: () => this.#release(),
      timeoutMs: config?.timeoutMs,
    });
  }

  /** Adds a user, until the returned function is called. */
  hold(): () => void {
    if (this.#users++ === 0) this.#register(true);
    if (this.#life.isOver || this.#life.failedAt !== undefined) this.#life = this.#begin();
    if (this.#listeners.size > 0) this.#life.start();
    let isHeld = true;
    return () => {
      if (isHeld) this.#release();
      isHeld = false;
    };
  }

  #release(): void {
    if (this.#users === 0 || --this.#users > 0) return;
    this.#register(false);
    this.#life.end();
    this.#life = this.#begin();
    this.#life.end(); // no session any more, and calls reject
    this.#update();
  }

  #update(): void {
    for (const watcher of [...this.#watchers]) guarded(watcher);
  }

  #begin(): Life {
    return new Life(this.config, (client) => {
      for (const listener of this.#listeners) listener.end = client.subscribe(listener.call);
      this.#update();
    });
  }

  /** The life for a caller that gets a promise and so sees a failure. After a failure it is a new one. */
  #heard(): Life {
    if (this.#life.failedAt !== undefined && !this.#life.isOver) this.#life = this.#begin();
    this.#life.isHeard = true;
    this.#life.start();
    return this.#life;
  }

  #ready(): Promise<Session | null> {
    const { failedAt = -Infinity } = this.#life;
    return (performance.now() - failedAt < PAUSE_MS ? this.#life : this.#heard()).ready;
  }

  #subscribe(call: Listener["call"]): () => void {
    if (typeof call !== "function") throw new HeadlessIdentityError(NOT_A_LISTENER);
    const listener: Listener = { call };
    const client: HeadlessClient | undefined = this.#life.client;
    if (client) listener.end = client.subscribe(call);
    this.#listeners.add(listener);
    this.#life.start(); // a failure rejects calls and `ready`; if there are none, the browser reports it
    return () => {
      this.#listeners.delete(listener);
      listener.end?.();
    };
  }

  #watch(update: () => void): () => void {
    this.#watchers.add(update);
    return () => void this.#watchers.delete(update);
  }
}
