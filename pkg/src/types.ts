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
  /** Time limit of one call, all of its requests together, in milliseconds. Default: 30,000. */
  timeoutMs?: number | undefined;
  /** By how much this device's clock may differ from the site's, in seconds. Default: 60. */
  clockToleranceSec?: number | undefined;
}

/** What every call takes. */
export interface CallOptions {
  /** Stops the call; it then rejects with code `aborted` and leaves the session as it was. */
  signal?: AbortSignal | undefined;
}

/** Log in with a username. */
export interface UsernameLogin extends CallOptions {
  /** Sent as it is, never trimmed. */
  username: string;
  /** Sent as it is, never trimmed. */
  password: string;
}

/** Credentials of {@link HeadlessClient.login}. */
export type LoginArgs = UsernameLogin;

/**
 * Who is signed in. A frozen value without tokens: it can be rendered, logged and compared by identity.
 * Facts that the site did not give are missing keys.
 */
export interface Session {
  /** A named user, or a visitor who is known only by a UVID. */
  readonly kind: "guest" | "user";
  /** Record id of the user. Users only. */
  readonly userId?: string;
  /** Record id of the org. Users only. */
  readonly organizationId?: string;
  /** Unique visitor id: always for guests; for users where the site carries it on. */
  readonly uvid?: string;
  /** Scopes that were granted. */
  readonly scopes: readonly string[];
  /** Form of the access token. */
  readonly tokenFormat: "opaque" | "jwt";
  /** When the access token was issued, by the site's clock, in ms since 1970. */
  readonly issuedAt: number;
  /** When the access token expires, by the site's clock, in ms since 1970; missing where the site does not say. */
  readonly expiresAt?: number;
  /** Address of the site, as the site gives it. */
  readonly communityUrl?: string;
  /** Id of the site, as the site gives it. */
  readonly communityId?: string;
  /** Claims of the id token, where scope `openid` brought one. */
  readonly idTokenClaims?: Readonly<Record<string, unknown>>;
}

/** One change of the session. */
export interface SessionEvent {
  /** What happened. */
  readonly type: "signed-in" | "expired" | "signed-out";
  /** The state after the change; equal to `client.session()`. */
  readonly session: Session | null;
  /** Whether another tab caused it. */
  readonly fromOtherTab: boolean;
}

/** The person's data as the userinfo endpoint gives it. What is there depends on the scopes; names are the site's own. */
export interface UserInfo {
  /** Identity URL of the user. */
  sub: string;
  user_id?: string;
  organization_id?: string;
  preferred_username?: string;
  nickname?: string;
  name?: string;
  email?: string;
  email_verified?: boolean;
  given_name?: string;
  family_name?: string;
  zoneinfo?: string;
  picture?: string;
  locale?: string;
  language?: string;
  [claim: string]: unknown;
}

/** A proof key of RFC 7636. */
export interface PkcePair {
  /** The secret half, sent with the token request. */
  verifier: string;
  /** Its SHA-256, base64url without padding: the public half, sent with the authorize request. */
  challenge: string;
}

/**
 * One site, one app, at most one session. Made by `createClient`.
 *
 * The methods are bound: `const { login, logout } = client` works. Every promise settles, and rejects with
 * {@link HeadlessIdentityError} only. A call that succeeds replaces the session; one that fails leaves it untouched.
 */
export interface HeadlessClient {
  /**
   * Logs a person in with the credentials they typed into your own form.
   *
   * @example
   * const session = await client.login({ username: "ada@example.com", password });
   * console.log(session.userId, session.scopes);
   */
  login(args: LoginArgs): Promise<Session>;

  /**
   * An access token for your own requests. Ask for it each time instead of keeping it: without a session it rejects with
   * `no_session`, and once the token's time is over with `session_expired`.
   *
   * @example
   * const token = await client.getAccessToken();
   * await fetch(`${session.communityUrl}/services/data/v64.0/chatter/users/me`, {
   *   headers: { authorization: `Bearer ${token}` },
   * });
   */
  getAccessToken(args?: CallOptions): Promise<string>;

  /**
   * The person's data from the site's userinfo endpoint. Needs scope `openid`, `profile`, `id` or `full`.
   *
   * @example
   * const { name, email } = await client.userInfo();
   */
  userInfo(args?: CallOptions): Promise<UserInfo>;

  /**
   * Signs the person out: the session is gone at once, then the site is told to revoke the tokens. It resolves whether
   * or not the site could be reached.
   *
   * @example
   * await client.logout();
   */
  logout(args?: CallOptions): Promise<void>;

  /**
   * The session as it is now, or `null`. The same object until something changes, so it fits `useSyncExternalStore`.
   *
   * @example
   * const session = client.session();
   * greet(session?.idTokenClaims?.["name"] ?? "stranger");
   */
  session(): Session | null;

  /**
   * Calls `listener` after each change of the session, and returns the function that ends this. Nothing is sent on
   * subscribing. A listener that throws is reported with `reportError` and harms nobody.
   *
   * @example
   * const unsubscribe = client.subscribe(({ type, session }) => render(type, session));
   */
  subscribe(listener: (event: SessionEvent) => void): () => void;

  /**
   * Ends this client: pending and later calls reject with code `aborted`. Session and storage stay.
   *
   * @example
   * client.close();
   */
  close(): void;
}
