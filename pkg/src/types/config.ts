/**
 * Settings of a client. Keys that are not listed here are ignored, except those named like a client secret: they are refused.
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
   * `https:` only, apart from localhost. A trailing slash does not matter.
   */
  siteUrl: string;
  /** Consumer key of the connected app or External Client App. */
  clientId: string;
  /** Callback URL as registered on the app. Default: the site's echo endpoint, `<siteUrl>/services/oauth2/echo`. */
  redirectUri?: string | undefined;
  /** Scopes to ask for, e.g. `["openid", "api", "refresh_token"]`. Default: none is sent and the app's own apply. */
  scopes?: readonly string[] | undefined;
  /**
   * Where username and password travel: in the POST body, or in a Basic `Authorization` header for a site that wants it
   * so. Never in a URL. Default: `"body"`.
   */
  credentials?: "body" | "header" | undefined;
  /**
   * Where identifier and one-time code travel: in a Basic `Authorization` header, or in the POST body for a site that
   * takes them only there. Default: `"header"`.
   */
  otpCredentials?: "header" | "body" | undefined;
  /** Time limit of one call, all of its requests together, in milliseconds. Default: 30,000. */
  timeoutMs?: number | undefined;
  /** By how much this device's clock may differ from the site's, in seconds. Default: 60. */
  clockToleranceSec?: number | undefined;
  /**
   * Where the session is kept: in this page's memory, in the tab (`sessionStorage`), in all tabs of the origin
   * (`localStorage`), or in a store of your own, which tabs are taken to share. Whatever is chosen, a script that runs in the
   * page can use the session. Default: `"memory"`.
   */
  storage?: "memory" | "session" | "local" | CustomStorage | undefined;
  /**
   * How an id token is checked: by its claims, or also by its RS256 signature, which takes one more request for the site's
   * keys. Default: `"claims"`.
   */
  idToken?: "claims" | "signature" | undefined;
}

/**
 * A store of your own. It gets keys that begin with `headless-identity:` and strings that only this package reads. Each
 * method may be sync or async.
 *
 * @example
 * const storage: CustomStorage = {
 *   get: (key) => keychain.read(key),
 *   set: (key, text) => keychain.write(key, text),
 *   remove: (key) => keychain.erase(key),
 * };
 */
export interface CustomStorage {
  /** The text under that key; `null` or `undefined` where there is none. */
  get(key: string): Awaitable<string | null | undefined>;
  /** Writes the text. */
  set(key: string, value: string): Awaitable<unknown>;
  /** Removes the text. That there is none is no failure. */
  remove(key: string): Awaitable<unknown>;
}

/** A value, or a promise of one. */
export type Awaitable<T> = T | PromiseLike<T>;
