import { createElement, type ReactElement, type ReactNode, useEffect, useMemo, useState } from "react";
import type { HeadlessClient } from "../types/client.js";
import type { ClientConfig } from "../types/config.js";
import { lazySource } from "./lazy.js";
import { readySource, SourceContext } from "./source.js";

/** A client of your own (or of `headless-identity/testing`), or the config of one: never both. */
export type HeadlessProviderProps = {
  /** What may use the client. */
  children?: ReactNode;
} & (
  | {
      /** It stays yours: the provider never closes it. */
      client: HeadlessClient;
      /** One or the other. */
      config?: never;
    }
  | {
      /**
       * The provider makes the client when it is on the page, and closes it when it has gone. The config of the first
       * render counts; give the provider another `key` for another site.
       */
      config: ClientConfig;
      /** One or the other. */
      client?: never;
    }
);

/**
 * Gives everything below it one client. What `createClient` rejects with (`invalid_config`, `storage`,
 * `wasm_unavailable`) goes to the nearest error boundary.
 *
 * @example
 * createRoot(root).render(
 *   <HeadlessProvider config={{ siteUrl, clientId }}>
 *     <App />
 *   </HeadlessProvider>,
 * );
 */
export function HeadlessProvider({ client, config, children }: HeadlessProviderProps): ReactElement {
  return client ? createElement(WithClient, { client }, children) : createElement(WithConfig, { config }, children);
}

function WithClient({ client, children }: { client: HeadlessClient; children?: ReactNode }): ReactElement {
  const source = useMemo(() => readySource(client), [client]);
  return createElement(SourceContext.Provider, { value: source }, children);
}

function WithConfig({ config, children }: { config: ClientConfig; children?: ReactNode }): ReactElement {
  const [source] = useState(() => lazySource(config));
  const [failure, setFailure] = useState<{ error: unknown }>();
  useEffect(() => source.mount((error) => setFailure({ error })), [source]);
  if (failure) throw failure.error;
  return createElement(SourceContext.Provider, { value: source }, children);
}
