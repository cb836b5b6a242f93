import type { HeadlessClient } from "../types/client.js";
import type { ClientConfig } from "../types/config.js";
import { forward } from "./forward.js";
import { makeClient } from "./load.js";
import type { Source } from "./source.js";

/** A source whose client is made when its provider is on the page, and closed when the provider has gone. */
export interface LazySource extends Source {
  /** For an effect: gives its cleanup. `onFailure` gets what `createClient` rejects with. */
  mount(onFailure: (error: unknown) => void): () => void;
}

/**
 * Nothing happens before `mount`: on a server, or in a render that React throws away, a config costs nothing. A call that
 * comes earlier waits, because the effects of children run before those of their provider.
 */
export function lazySource(config: ClientConfig): LazySource {
  const watchers = new Set<() => void>();
  let mounts = 0;
  let life = new Life(config);
  const { client, follow } = forward(() => life);

  async function begin(onFailure: (error: unknown) => void): Promise<void> {
    const mine = life;
    try {
      const isNew = mine.start();
      const client = await mine.ready;
      if (!isNew) return; // Strict Mode's second mount
      follow(client);
      for (const watcher of watchers) watcher();
    } catch (error) {
      if (mounts > 0) onFailure(error);
    }
  }

  return {
    client,
    current: () => life.client?.session(),
    subscribe(watcher) {
      const end = client.subscribe(watcher);
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
        end();
      };
    },
    mount(onFailure) {
      mounts++;
      if (life.isOver) life = new Life(config);
      void begin(onFailure);
      return () => {
        mounts--;
        // Strict Mode unmounts only to mount again at once: that is no reason to make a second client.
        queueMicrotask(() => mounts === 0 && life.end());
      };
    },
  };
}

/** One client, from the provider's mount until it has gone. */
class Life {
  client: HeadlessClient | undefined;
  isOver = false;
  readonly ready: Promise<HeadlessClient>;
  #begin: (() => void) | undefined;

  constructor(config: ClientConfig) {
    const mounted = new Promise<void>((resolve) => (this.#begin = resolve));
    this.ready = mounted.then(() => makeClient(config)).then((client) => (this.client = client));
  }

  /** Whether this was the first time. */
  start(): boolean {
    const begin = this.#begin;
    this.#begin = undefined;
    begin?.();
    return begin !== undefined;
  }

  end(): void {
    this.isOver = true;
    this.ready.then(
      (client) => client.close(),
      () => {}, // told to the provider already
    );
  }
}
