import { sharedClient } from "./lazy/page.js";
import { inert } from "./lazy/server.js";
import type { ClientConfig } from "./types/config.js";
import type { LazyClient } from "./types/lazy.js";

/** @internal For the entries of frameworks. */
export { held } from "./lazy/given.js";
/** @internal */
export { sharedClient } from "./lazy/page.js";
/** @internal */
export { inert } from "./lazy/server.js";
/** @internal */
export { watch } from "./lazy/watch.js";

/**
 * Returns a client at once, without waiting for the core. Bundlers put the core into a chunk of its own, which the first use fetches: a
 * call, `ready`, or a listener. Use it for the one client of an app, at the top of a module.
 *
 * The same config returns the same client within a page or a worker, so hot reload, islands and a second copy of the same version of the
 * package share one session.
 * On a server the client does nothing: `session()` is `undefined`; calls and `ready` reject with `wasm_unavailable`.
 *
 * @example
 * // identity.js
 * import { lazyClient } from "headless-identity";
 *
 * export const identity = lazyClient({ siteUrl: "https://shop.my.site.com/portal", clientId: "3MVG9…" });
 */
export function lazyClient(config: ClientConfig): LazyClient {
  const shared = sharedClient(config);
  shared?.hold();
  return shared?.client ?? inert;
}
