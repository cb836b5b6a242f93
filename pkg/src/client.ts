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
  const core = await settle(() => Core.open(config));
  const fetches = closable();
  return {
    login: (args) => settle(() => core.login(args)),
    continueAsGuest: (args) => settle(() => core.continueAsGuest(args)),
    startRegistration: (args) => settle(() => core.startRegistration(args)),
    completeRegistration: (args) => settle(() => core.completeRegistration(args)),
    startPasswordlessLogin: (args) => settle(() => core.startPasswordlessLogin(args)),
    completePasswordlessLogin: (args) => settle(() => core.completePasswordlessLogin(args)),
    startPasswordReset: (args) => settle(() => core.startPasswordReset(args)),
    completePasswordReset: (args) => settle(() => core.completePasswordReset(args)),
    socialSignOnUrl: (args) => settle(() => core.socialSignOnUrl(args)),
    completeSocialSignOn: (url, options) => settle(() => core.completeSocialSignOn(url, options)),
    getAccessToken: (args) => settle(() => core.getAccessToken(args)),
    fetch: (input, init) => settle(() => fetches.run(() => fetchWithBearer(core, input, init))),
    userInfo: (args) => settle(() => core.userInfo(args)),
    logout: (args) => settle(() => core.logout(args)),
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

/** Runs a journey; being async, it rejects even where the core throws at once. */
async function settle<T>(journey: () => Promise<T>): Promise<T> {
  try {
    return await journey();
  } catch (thrown) {
    throw toError(thrown);
  }
}
