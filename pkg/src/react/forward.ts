import type { HeadlessClient } from "../types/client.js";
import type { SessionEvent } from "../types/session.js";

/** A client that is not there yet. */
export interface Coming {
  readonly ready: Promise<HeadlessClient>;
  /** The client, once it is there. */
  readonly client: HeadlessClient | undefined;
}

/** The methods that settle later. */
type Journey = Exclude<keyof HeadlessClient, "session" | "subscribe" | "close">;

/** A client that stands for one to come: its calls wait, its listeners are passed on by `follow`. */
export function forward(coming: () => Coming): { client: HeadlessClient; follow(client: HeadlessClient): void } {
  const listeners = new Set<{ call: (event: SessionEvent) => void; end?: () => void }>();

  const later = <M extends Journey>(method: M): HeadlessClient[M] => {
    const call = async (...args: unknown[]): Promise<unknown> => {
      const client = await coming().ready;
      return (client[method] as (...args: unknown[]) => unknown)(...args);
    };
    return call as HeadlessClient[M];
  };

  return {
    client: {
      login: later("login"),
      continueAsGuest: later("continueAsGuest"),
      startRegistration: later("startRegistration"),
      completeRegistration: later("completeRegistration"),
      startPasswordlessLogin: later("startPasswordlessLogin"),
      completePasswordlessLogin: later("completePasswordlessLogin"),
      startPasswordReset: later("startPasswordReset"),
      completePasswordReset: later("completePasswordReset"),
      socialSignOnUrl: later("socialSignOnUrl"),
      completeSocialSignOn: later("completeSocialSignOn"),
      getAccessToken: later("getAccessToken"),
      fetch: later("fetch"),
      userInfo: later("userInfo"),
      logout: later("logout"),
      session: () => coming().client?.session() ?? null,
      subscribe(call) {
        const listener: { call: typeof call; end?: () => void } = { call };
        const { client } = coming();
        if (client) listener.end = client.subscribe(call);
        listeners.add(listener);
        return () => {
          listeners.delete(listener);
          listener.end?.();
        };
      },
      close: () => void coming().ready.then(({ close }) => close(), () => {}),
    },
    follow(client) {
      for (const listener of listeners) listener.end = client.subscribe(listener.call);
    },
  };
}
