import type { Core } from "./core.js";
import { reading, Refusal } from "./driver/arguments.js";
import { type Config, readConfig } from "./driver/config.js";
import { Driver } from "./driver/driver.js";
import type { Load } from "./driver/instance.js";
import type { CallName } from "./driver/journeys.js";
import { HeadlessIdentityError } from "./errors.js";
import { fail } from "./failure.js";
import { closable, fetchWithBearer } from "./fetch.js";
import { NOT_A_LISTENER } from "./generated/errors.js";
import { preconnect } from "./preconnect.js";
import type { HeadlessClient } from "./types/client.js";
import type { ClientConfig } from "./types/config.js";

/** The client as applications see it. The configuration is read before the core is there: the app may use the object again. */
export async function openClient(load: (fallback?: Load) => Promise<Core>, given: ClientConfig): Promise<HeadlessClient> {
  const config = reading(() => readConfig(given));
  if (config instanceof Refusal) return fail(config.failure);
  const loading = load(config.fallback);
  preconnect(config.settings.siteUrl); // while the core is compiled
  return clientOf(await open(await loading, config));
}

async function open(core: Core, config: Config): Promise<Driver> {
  return Driver.open(await core.take(), config);
}

function clientOf(driver: Driver): HeadlessClient {
  const fetches = closable();
  const call =
    <T>(name: CallName) =>
    (args?: unknown): Promise<T> =>
      driver.call(name, args);
  return {
    login: call("login"),
    continueAsGuest: call("continueAsGuest"),
    startRegistration: call("startRegistration"),
    completeRegistration: call("completeRegistration"),
    startPasswordlessLogin: call("startPasswordlessLogin"),
    completePasswordlessLogin: call("completePasswordlessLogin"),
    startPasswordReset: call("startPasswordReset"),
    completePasswordReset: call("completePasswordReset"),
    socialSignOnUrl: call("socialSignOnUrl"),
    completeSocialSignOn: (url, options) => driver.call("completeSocialSignOn", options, url),
    async getAccessToken(args) {
      const { generation } = driver.state;
      const token = args === undefined ? driver.usableToken(generation) : undefined;
      return token ?? driver.call("getAccessToken", args, { generation });
    },
    fetch: (input, init) => fetches.run((isOpen) => fetchWithBearer(driver, isOpen, input, init)),
    userInfo: call("userInfo"),
    logout: call("logout"),
    session: () => driver.state.session,
    subscribe(listener) {
      if (typeof listener !== "function") throw new HeadlessIdentityError(NOT_A_LISTENER);
      return driver.subscribe(listener);
    },
    close() {
      fetches.close();
      driver.close();
    },
  };
}
