/**
 * The client and its session in Angular, 20 or later, with and without zone.js. Safe on a server, where nothing is loaded.
 *
 * @module
 */
import {
  afterNextRender,
  DestroyRef,
  type EnvironmentProviders,
  InjectionToken,
  inject,
  makeEnvironmentProviders,
  NgZone,
  PLATFORM_ID,
  type Signal,
  signal,
} from "@angular/core";
import { type CanActivateFn, Router } from "@angular/router";
import { report } from "./guarded.js";
import { held, watch } from "./lazy.js";
import type { Given } from "./lazy/given.js";
import type { AnyClient } from "./types/lazy.js";
import type { Session } from "./types/session.js";

export type { Given };

const CLIENT = new InjectionToken<AnyClient>("headless-identity");

/**
 * Gives one client to an app. It takes a config, as `lazyClient` does, or a client.
 *
 * @example
 * import type { ApplicationConfig } from "@angular/core";
 * import { provideHeadlessIdentity } from "headless-identity/angular";
 *
 * export const appConfig: ApplicationConfig = {
 *   providers: [provideHeadlessIdentity({ siteUrl, clientId })],
 * };
 */
export function provideHeadlessIdentity(options: Given): EnvironmentProviders {
  const useFactory = (): AnyClient => {
    const { client, release } = held(options);
    inject(DestroyRef).onDestroy(release);
    return client;
  };
  return makeEnvironmentProviders([{ provide: CLIENT, useFactory }]);
}

/**
 * The client of the app, in an injection context. Calls wait until its core is loaded.
 *
 * @example
 * import { injectClient } from "headless-identity/angular";
 *
 * class Account {
 *   readonly client = injectClient();
 * }
 */
export function injectClient(): AnyClient {
  return inject(CLIENT);
}

/**
 * The session of the app, in an injection context. `null` means that no one is signed in, `undefined` that it is not known yet: on
 * a server, until the first render (so that hydration fits), and until the core is loaded.
 *
 * @example
 * import { injectSession } from "headless-identity/angular";
 *
 * class Account {
 *   readonly session = injectSession();
 * }
 */
export function injectSession(): Signal<Session | null | undefined> {
  const client = injectClient();
  const zone = inject(NgZone);
  const destroyed = inject(DestroyRef);
  const session = signal<Session | null | undefined>(undefined);
  const update = () => zone.run(() => session.set(client.session()));
  afterNextRender(() => {
    update();
    destroyed.onDestroy(watch(client, update));
  });
  return session.asReadonly();
}

/**
 * A guard for routes of signed-in users. All others are redirected to `redirect`, which gets the requested address as `returnTo`; also if
 * the client cannot be created, because the login form then shows why. On a server the guard lets every request pass: the page renders
 * while the session is not known, and the browser decides.
 *
 * @example
 * import type { Routes } from "@angular/router";
 * import { signedIn } from "headless-identity/angular";
 *
 * const routes: Routes = [{ path: "account", component: Account, canActivate: [signedIn("/login")] }];
 */
export function signedIn(redirect: string): CanActivateFn {
  return async (_route, { url }) => {
    if (inject(PLATFORM_ID) === "server") return true;
    const client = injectClient();
    const router = inject(Router);
    const session = await (client.ready ? client.ready.catch(notMade) : client.session());
    return session?.kind === "user" || router.createUrlTree([redirect], { queryParams: { returnTo: url } });
  };
}

/** The login form shows the failure only when somebody tries to log in. */
function notMade(failure: unknown): null {
  report(failure);
  return null;
}
