import { createElement, type ReactElement, type ReactNode, useEffect, useInsertionEffect, useState, version } from "react";
import { inert, sharedClient } from "../lazy.js";
import type { ClientConfig } from "../types/config.js";
import type { AnyClient } from "../types/lazy.js";
import { ClientContext } from "./context.js";

/** Either a client or the config of a client. */
export type HeadlessProviderProps = {
  /** The components that may use the client. */
  children?: ReactNode;
} & (
  | {
      /** A client of `lazyClient`, of `createClient`, or of `headless-identity/testing`. The provider never closes it. */
      client: AnyClient;
      /** Not allowed with `client`. */
      config?: never;
    }
  | {
      /**
       * As for `lazyClient`: the same config gives the same client. The provider uses it from its mount until its unmount. The
       * config of the first render counts; give the provider another `key` for another site.
       */
      config: ClientConfig;
      /** Not allowed with `config`. */
      client?: never;
    }
);

/**
 * An effect that stays while a Suspense boundary above hides the provider: otherwise the client would be closed, and a session in memory
 * lost. An insertion effect stays under `<Activity>` as well. React before 19.2 has no Activity, and does not end an insertion effect
 * where it unmounts what is hidden.
 */
const useHold = hasActivity(version) ? useInsertionEffect : useEffect;

function hasActivity(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 19 || (major === 19 && minor >= 2);
}

/**
 * Provides one client to all components below it. If the client cannot be created (`invalid_config`, `storage`, `wasm_unavailable`), the
 * error goes to the nearest error boundary.
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

function WithClient({ client, children }: { client: AnyClient; children?: ReactNode }): ReactElement {
  const [failure, setFailure] = useState<{ client: AnyClient; error: unknown }>();
  useEffect(() => {
    let isMounted = true;
    client.ready?.catch((error: unknown) => isMounted && setFailure({ client, error }));
    return () => void (isMounted = false);
  }, [client]);
  if (failure?.client === client) throw failure.error;
  return createElement(ClientContext.Provider, { value: client }, children);
}

function WithConfig({ config, children }: { config: ClientConfig; children?: ReactNode }): ReactElement {
  const [shared] = useState(() => sharedClient(config));
  return createElement(WithClient, { client: shared?.client ?? inert }, createElement(Hold, { shared }), children);
}

/** Uses the client. It is the first child, so that its effect runs before those of the same kind in the other children. */
function Hold({ shared }: { shared: ReturnType<typeof sharedClient> }): null {
  useHold(() => {
    const release = shared?.hold();
    // A provider that takes the place of another one in the same commit goes on with its core. A promise, because fake timers replace
    // queueMicrotask.
    return release && (() => void Promise.resolve().then(release));
  }, [shared]);
  return null;
}
