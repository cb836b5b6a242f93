/**
 * The client and its session in Vue, 3.5 or later. Safe on a server, where nothing is loaded.
 *
 * @module
 */
import {
  type App,
  type ComponentInternalInstance,
  type ComputedRef,
  computed,
  type EffectScope,
  getCurrentInstance,
  getCurrentScope,
  type InjectionKey,
  inject,
  onMounted,
  onScopeDispose,
  shallowRef,
} from "vue";
import { held, watch } from "./lazy.js";
import type { Given } from "./lazy/given.js";
import type { AnyClient } from "./types/lazy.js";
import type { Session } from "./types/session.js";

export type { Given };

const CLIENT: InjectionKey<AnyClient> = Symbol("headless-identity");

/**
 * The plugin: gives one client to all components of an app. It takes a config, as `lazyClient` does, or a client.
 *
 * @example
 * import { headlessIdentity } from "headless-identity/vue";
 * import { createApp } from "vue";
 *
 * createApp(App).use(headlessIdentity, { siteUrl, clientId }).mount("#app");
 */
export const headlessIdentity = {
  /** For `app.use`. */
  install: (app: App, options: Given): void => {
    const { client, release } = held(options);
    app.provide(CLIENT, client);
    app.onUnmount(release);
  },
};

/**
 * The client of the app. Calls wait until its core is loaded.
 *
 * @example
 * import { useClient } from "headless-identity/vue";
 *
 * const { login, logout } = useClient();
 */
export function useClient(): AnyClient {
  const client = inject(CLIENT, undefined);
  if (!client) throw new Error("useClient and useSession need app.use(headlessIdentity, config).");
  return client;
}

/**
 * The session of the app. `null` means that no one is signed in, `undefined` that it is not known yet: on a server, until the
 * component is mounted (so that hydration fits), and until the core is loaded. It also works in a Pinia store. The store exposes the
 * session as a getter, so persistence plugins do not save it.
 *
 * @example
 * import { useSession } from "headless-identity/vue";
 * import { computed } from "vue";
 *
 * const session = useSession();
 * const isSignedIn = computed(() => session.value?.kind === "user");
 */
export function useSession(): ComputedRef<Session | null | undefined> {
  const client = useClient();
  const session = shallowRef<Session | null | undefined>();
  const update = () => void (session.value = client.session());
  let end: (() => void) | undefined;
  const begin = () => (end = watch(client, update));
  const component = getCurrentInstance() as (ComponentInternalInstance & { scope?: EffectScope }) | null; // Vue's types leave `scope` out
  if (component && !component.isMounted) {
    onMounted(update);
    // A store that is set up inside a component has a scope of its own, and outlives the component, which may never be mounted.
    if (component.scope === getCurrentScope()) onMounted(begin);
    else {
      component.scope?.run(() => onScopeDispose(update));
      begin();
    }
  } else {
    update();
    begin();
  }
  onScopeDispose(() => end?.());
  return computed(() => session.value);
}
