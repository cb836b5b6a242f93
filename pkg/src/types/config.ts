/** Settings of a client. Keys that are not listed here are ignored, except those named like a client secret. */
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
}
