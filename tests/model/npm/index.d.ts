/**
 * Makes a model site in this process: a Salesforce Experience Cloud site with headless identity, with its policies, and with no
 * network, no port and no second process.
 *
 * @param settings a body of `POST /__model/sites`: `{ preset, org, site, app, users, corsOrigins, switches }`. Without any, a
 *   public client that is set up correctly, with login, guests, registration, passwordless login, password reset and social
 *   sign-on, and two users. A wrong key rejects with an error that names it.
 *
 * @example
 * ```js
 * import { createClient } from "headless-identity";
 * import { createModelSite } from "headless-identity-model-site";
 *
 * const site = await createModelSite({ app: { isRefreshTokenRotationEnabled: true } });
 * globalThis.fetch = site.fetch;
 *
 * const client = await createClient({ siteUrl: site.siteUrl, clientId: site.clientId });
 * const [{ username, password }] = site.users;
 * await client.login({ username, password });
 *
 * site.advance(3 * 60 * 60 * 1000); // the token has expired at the site
 * site.fault({ path: "/token", kind: "drop" }); // the next refresh gets no answer
 * await client.fetch(`${site.siteUrl}/services/data/v64.0/chatter/users/me`); // rejects with the code "network"
 * ```
 */
export function createModelSite(settings?: SiteSettings, options?: ModelSiteOptions): Promise<ModelSite>;

export interface ModelSiteOptions {
  /**
   * Origin of the site's addresses: `https://host[:port]`, or `http://localhost[:port]`; a path is ignored.
   * `https://model-site.test` by default: two sites whose `fetch` are in use at once need one each.
   */
  origin?: string;
  /** The package's `model.wasm`, where a bundler does not find it by itself: its address (not in Node), or its bytes. */
  wasm?: URL | BufferSource;
}

/** One site, by itself. Sites share nothing. */
export interface ModelSite {
  /** Its prefix, and its name at the control door. */
  readonly id: string;
  /** What `createClient` takes as `siteUrl`. */
  readonly siteUrl: string;
  readonly clientId: string;
  /** For apps that have a server; a browser's client sends none. */
  readonly clientSecret: string;
  /** The callback that the app has: the site's echo endpoint, unless the settings say otherwise. */
  readonly redirectUri: string;
  readonly orgId: string;
  /** The users as they are now. */
  readonly users: ModelUser[];
  /** Every setting with its value. */
  readonly settings: Required<Omit<SiteSettings, "preset">>;

  /**
   * The site's answers, as `fetch` gives them: redirects are followed, a dropped connection is a `TypeError`, a truncated body fails
   * when it is read, an aborted signal rejects with its reason. It needs no `this`. An address of another origin is a `TypeError`,
   * too. There is no browser in between: nothing asks for a preflight or for `Access-Control-Allow-Origin`. A response has its
   * whole body at once, so an abort after it has come changes nothing, and its `clone()` has no `url`.
   */
  readonly fetch: typeof globalThis.fetch;

  /**
   * Changes settings: objects are merged, arrays are replaced, users are found by their username. `app` is the first app.
   *
   * Like the other methods that take something, it throws an `Error` that names what is wrong with it.
   */
  patch(settings: Omit<SiteSettings, "preset">): void;
  /** The last 1,000 one-time codes that were "sent", newest last. */
  outbox(): Message[];
  /** The last 1,000 requests, with secrets as `"***"`. */
  requests(): LoggedRequest[];
  clearRequests(): void;
  /**
   * Moves the site's clock forward, and so every time of the site. Returns its time, in milliseconds since 1970. A client counts a
   * token's age by the device's clock: it notices at the site's next 401.
   */
  advance(ms: number): number;
  /** The next requests that match go wrong. */
  fault(...faults: Fault[]): void;
  clearFaults(): void;
  /** The org's OAuth sessions: one login of one app each. */
  oauthSessions(): OauthSession[];
  /** Revokes one, with its refresh token and all its access tokens. */
  endOauthSession(id: string): void;
  /** A second app of the org, as in preset `fresh` with these settings over it. */
  addApp(app?: Record<string, unknown>): { clientId: string; clientSecret: string };
  /** Removes an app from the org, including the first one. */
  removeApp(clientId: string): void;
}

/** Settings by the API names of Salesforce; the README of the model site has the tables. */
export interface SiteSettings {
  /** `"ready"`, the default: set up correctly, with its flows on. `"fresh"`: as a new org, site and app are. */
  preset?: "ready" | "fresh";
  org?: Record<string, unknown>;
  site?: Record<string, unknown>;
  app?: Record<string, unknown>;
  /** In place of the two that are there otherwise. */
  users?: (Partial<Omit<ModelUser, "id">> & { username: string; [setting: string]: unknown })[];
  corsOrigins?: string[];
  /** Which way the model takes where Salesforce documents nothing. */
  switches?: Record<string, unknown>;
}

export interface ModelUser {
  id: string;
  username: string;
  password: string;
  email: string;
  profile: string;
}

export interface Message {
  to: string;
  method: "email" | "sms";
  otp: string;
  purpose: "registration" | "passwordless-login" | "forgot-password";
}

export interface LoggedRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  /** Of a body of more than 16 KiB, here and in `json`, only its length. */
  form?: Record<string, string>;
  json?: unknown;
  /** 0 for a request that was dropped without an answer. */
  status: number;
}

export interface Fault {
  /** Compared with the end of the request's path. */
  path: string;
  /** Any method if absent, except that preflights are hit only by `"OPTIONS"`. */
  method?: string;
  /** 1 by default. */
  times?: number;
  /**
   * `status`: that status, with JSON `server_error`. `delay`: the real answer, `ms` later. `drop`: no answer. `garbage`: JSON only by
   * its content type. `html`: a page. `truncate`: half of the real answer. Only `delay` and `truncate` carry the request out.
   */
  kind: "status" | "delay" | "drop" | "garbage" | "html" | "truncate";
  /** Of kind `status`, 200 to 599; 503 by default. */
  status?: number;
  /** Of kind `delay`, in milliseconds. */
  ms?: number;
}

export interface OauthSession {
  id: string;
  clientId: string;
  /** `null` for a guest. */
  userId: string | null;
  username?: string;
  uvid?: string;
  scopes: string[];
  /** In milliseconds since 1970, by the site's clock; so is `lastUsedAt`. */
  createdAt: number;
  lastUsedAt: number;
}
