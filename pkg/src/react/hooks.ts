import { useContext, useSyncExternalStore } from "react";
import type { HeadlessClient } from "../types/client.js";
import type { Session } from "../types/session.js";
import { type Source, SourceContext } from "./source.js";

/**
 * The client of the provider above. With a `config` it is there from the first render on: calls wait until the core is.
 *
 * @example
 * function SignOut() {
 *   const { logout } = useClient();
 *   return <button onClick={() => logout()}>Sign out</button>;
 * }
 */
export function useClient(): HeadlessClient {
  return useSource().client;
}

/**
 * The session of the provider above; renders again whenever it changes, in another tab too. `null` says that nobody is
 * signed in, `undefined` that it is not known yet: on a server, while a page hydrates, and until the core is loaded.
 *
 * @example
 * function Page() {
 *   const session = useSession();
 *   if (session === undefined) return <Spinner />;
 *   return session?.kind === "user" ? <Account /> : <LoginForm />;
 * }
 */
export function useSession(): Session | null | undefined {
  const { subscribe, current } = useSource();
  return useSyncExternalStore(subscribe, current, notKnown);
}

const notKnown = (): undefined => undefined;

function useSource(): Source {
  const source = useContext(SourceContext);
  if (!source) throw new Error("useClient and useSession need a <HeadlessProvider> above them.");
  return source;
}
