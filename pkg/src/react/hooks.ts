import { useCallback, useContext, useSyncExternalStore } from "react";
import { watch } from "../lazy.js";
import type { AnyClient } from "../types/lazy.js";
import type { Session } from "../types/session.js";
import { ClientContext } from "./context.js";

/**
 * Returns the client of the provider above, from the first render on. Calls wait until its core is loaded.
 *
 * @example
 * function SignOut() {
 *   const { logout } = useClient();
 *   return <button onClick={() => logout()}>Sign out</button>;
 * }
 */
export function useClient(): AnyClient {
  const client = useContext(ClientContext);
  if (!client) throw new Error("useClient and useSession need a <HeadlessProvider> above them.");
  return client;
}

/**
 * Returns the session of the provider above; the component renders again when it changes, in another tab too. `null`: no one
 * is signed in. `undefined`: not known yet (on a server, while a page hydrates, and until the core is loaded).
 *
 * @example
 * function Page() {
 *   const session = useSession();
 *   if (session === undefined) return <Spinner />;
 *   return session?.kind === "user" ? <Account /> : <LoginForm />;
 * }
 */
export function useSession(): Session | null | undefined {
  const client = useClient();
  const subscribe = useCallback((update: () => void) => watch(client, update), [client]);
  return useSyncExternalStore(subscribe, client.session, notKnown);
}

const notKnown = (): undefined => undefined;
