/**
 * Settings of a client. Keys that are not listed here are ignored, but a key named like a client secret is refused.
 *
 * @example
 * const config: ClientConfig = {
 *   siteUrl: "https://acme.my.site.com/portal",
 *   clientId: "3MVG9…",
 *   scopes: ["openid", "api", "refresh_token"],
 *   storage: "local",
 * };
 */
export interface ClientConfig {
  /**
   * Base URL of the Experience Cloud site, with its path prefix: `https://shop.my.site.com/portal`.
   * `https:` only, except for localhost. A trailing slash does not matter.
   */
  siteUrl: string;
  /** Consumer key of the connected app or External Client App. */
  clientId: string;
  /** Callback URL as registered on the app. Default: the site's echo endpoint, `<siteUrl>/services/oauth2/echo`. */
  redirectUri?: string | undefined;
  /** Scopes to request, e.g. `["openid", "api", "refresh_token"]`. Default: none are sent and the app's own scopes apply. */
  scopes?: readonly string[] | undefined;
  /**
   * Where username and password are sent: in the POST body, or in a Basic `Authorization` header for a site that requires
   * it. Never in a URL. Default: `"body"`.
   */
  credentials?: "body" | "header" | undefined;
  /**
   * Where identifier and one-time code are sent: in a Basic `Authorization` header, or in the POST body for a site that
   * accepts them only there. Default: `"header"`.
   */
  otpCredentials?: "header" | "body" | undefined;
  /**
   * Time limit of one call with all its requests, in milliseconds. `fetch` has none: give it a `signal`. While `lazyClient` loads the
   * core, a call waits for that as long again. Default: 30,000.
   */
  timeoutMs?: number | undefined;
  /** Allowed difference between this device's clock and the site's, in seconds. Default: 60. */
  clockToleranceSec?: number | undefined;
  /**
   * Where the session is kept: in this page's memory, in the tab (`sessionStorage`), in all tabs of the origin
   * (`localStorage`), or in your own store, which is assumed to be shared by all tabs. With each of them, a script in the page
   * can use the session. Default: `"memory"`.
   */
  storage?: "memory" | "session" | "local" | CustomStorage | undefined;
  /**
   * How an id token is checked: by its claims, or also by its RS256 signature, which needs the site's keys (fetched, and kept
   * for ten minutes). Default: `"claims"`.
   */
  idToken?: "claims" | "signature" | undefined;
  /**
   * Used if the WebAssembly core cannot be loaded: `() => import("headless-identity/compat")` then fetches the same core as
   * JavaScript, of the same version. Default: `createClient` rejects with `wasm_unavailable`.
   *
   * @example
   * const config: ClientConfig = {
   *   siteUrl: "https://acme.my.site.com/portal",
   *   clientId: "3MVG9…",
   *   fallback: () => import("headless-identity/compat"),
   * };
   */
  fallback?: (() => Awaitable<CoreModule>) | undefined;
}

/** The result of `fallback`: the module `headless-identity/compat`, of which only the core is used. */
export interface CoreModule {
  /** Creates an instance of the core. */
  core: () => unknown;
}

/**
 * Your own store. Its keys begin with `headless-identity:`; its values are strings that only this package reads. Each
 * method may be sync or async. One that takes longer than `timeoutMs` counts as failed; it must not write after that, for
 * something newer may stand there by then.
 *
 * @example
 * const storage: CustomStorage = {
 *   get: (key) => keychain.read(key),
 *   set: (key, text) => keychain.write(key, text),
 *   remove: (key) => keychain.erase(key),
 * };
 */
export interface CustomStorage {
  /** Returns the text of that key, or `null` or `undefined` if it is missing. */
  get(key: string): Awaitable<string | null | undefined>;
  /** Writes the text. */
  set(key: string, value: string): Awaitable<unknown>;
  /** Removes the text. A missing key is not an error. */
  remove(key: string): Awaitable<unknown>;
}

/** A value, or a promise of one. */
export type Awaitable<T> = T | PromiseLike<T>;
