import type { Core } from "./core.js";
import { toError } from "./errors.js";
import { closable, fetchWithBearer } from "./fetch.js";
import { preconnect } from "./preconnect.js";
import type { HeadlessClient } from "./types/client.js";
import type { ClientConfig } from "./types/config.js";

/** The client as applications see it: the crate's object, with its failures turned into `HeadlessIdentityError`. */
export async function openClient(loading: Promise<Core>, config: ClientConfig): Promise<HeadlessClient> {
  preconnect(config); // while the core is compiled
  const { Core } = await loading;
  const core = await settle(undefined, () => Core.open(config));
  const fetches = closable();
  return {
    login: (args) => settle(args, () => core.login(args)),
    continueAsGuest: (args) => settle(args, () => core.continueAsGuest(args)),
    startRegistration: (args) => settle(args, () => core.startRegistration(args)),
    completeRegistration: (args) => settle(args, () => core.completeRegistration(args)),
    startPasswordlessLogin: (args) => settle(args, () => core.startPasswordlessLogin(args)),
    completePasswordlessLogin: (args) => settle(args, () => core.completePasswordlessLogin(args)),
    startPasswordReset: (args) => settle(args, () => core.startPasswordReset(args)),
    completePasswordReset: (args) => settle(args, () => core.completePasswordReset(args)),
    socialSignOnUrl: (args) => settle(args, () => core.socialSignOnUrl(args)),
    completeSocialSignOn: (url, options) => settle(options, () => core.completeSocialSignOn(url, options)),
    getAccessToken: (args) => settle(args, () => core.getAccessToken(args)),
    fetch: (input, init) => settle(init, () => fetches.run((ensureOpen) => fetchWithBearer(core, ensureOpen, input, init))),
    userInfo: (args) => settle(args, () => core.userInfo(args)),
    logout: (args) => settle(args, () => core.logout(args)),
    session: () => attempt(() => core.session()),
    subscribe(listener) {
      let id: number | undefined = attempt(() => core.subscribe(listener));
      return () => {
        if (id !== undefined) core.unsubscribe(id);
        id = undefined; // the core may give the number to somebody else
      };
    },
    close() {
      fetches.close();
      attempt(() => core.close());
    },
  };
}

/** Runs a synchronous call of the core. */
export function attempt<T>(call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw toError(thrown);
  }
}

/**
 * Runs a journey; being async, it rejects even where the core throws at once. Where the signal in `args` ended it, the signal's
 * reason is the cause.
 */
async function settle<T>(args: unknown, journey: () => Promise<T>): Promise<T> {
  const signal = signalIn(args); // read now: the caller may use the object again for another call
  try {
    return await journey();
  } catch (thrown) {
    throw toError(thrown, signal);
  }
}

function signalIn(args: unknown): AbortSignal | undefined {
  try {
    return (args as { signal?: AbortSignal } | null | undefined)?.signal ?? undefined;
  } catch {
    return undefined; // the core says what is wrong with it
  }
}
