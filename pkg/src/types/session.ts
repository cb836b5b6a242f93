import type { HeadlessClient } from "./client.js";

/**
 * The signed-in user or guest. A value without tokens, deeply frozen: it can be rendered, logged and compared by identity.
 * If the site did not return a value, its key is missing.
 *
 * @example
 * const session = client.session();
 * if (session?.kind === "user") show(`Signed in: ${session.userId}`);
 */
export interface Session {
  /** A named user, or a visitor identified only by a UVID. */
  readonly kind: "guest" | "user";
  /** Record id of the user. Users only. */
  readonly userId?: string;
  /** Record id of the org. Users only. */
  readonly organizationId?: string;
  /** Unique visitor id: always for guests; for users if the site keeps it. */
  readonly uvid?: string;
  /** Granted scopes. */
  readonly scopes: readonly string[];
  /** Form of the access token. */
  readonly tokenFormat: "opaque" | "jwt";
  /** When the access token was issued, by the site's clock, in ms since 1970. */
  readonly issuedAt: number;
  /** When the access token expires, by the site's clock, in ms since 1970; missing if the site does not say. */
  readonly expiresAt?: number;
  /** Address of the site, as the site returns it. */
  readonly communityUrl?: string;
  /** Id of the site, as the site returns it. */
  readonly communityId?: string;
  /** Claims of the id token, if scope `openid` returned one. */
  readonly idTokenClaims?: Readonly<Record<string, unknown>>;
}

/**
 * One change of the session.
 *
 * @example
 * client.subscribe(({ type, fromOtherTab }) => {
 *   if (type === "expired") show("Please log in again.");
 *   if (type === "signed-out" && fromOtherTab) location.reload();
 * });
 */
export interface SessionEvent {
  /**
   * What happened: `signed-in` and `guest` begin a session, `refreshed` gives it a new token, `expired` (the site ended
   * it) and `signed-out` ({@link HeadlessClient.logout}) end it. `storage-failed`: the store could not save the session,
   * which continues in memory only.
   */
  readonly type: "signed-in" | "guest" | "refreshed" | "expired" | "signed-out" | "storage-failed";
  /** The session after the change; equal to `client.session()`. */
  readonly session: Session | null;
  /** Whether another tab caused it. */
  readonly fromOtherTab: boolean;
}

/** The user's data as the userinfo endpoint returns it. The content depends on the scopes; the names are the site's own. */
export interface UserInfo {
  /** Identity URL of the user. */
  sub: string;
  /** Record id of the user. */
  user_id?: string;
  /** Record id of the org. */
  organization_id?: string;
  /** Username. */
  preferred_username?: string;
  /** Nickname. */
  nickname?: string;
  /** Full name. */
  name?: string;
  /** Email address. */
  email?: string;
  /** Whether the email address is verified. */
  email_verified?: boolean;
  /** First name. */
  given_name?: string;
  /** Last name. */
  family_name?: string;
  /** Time zone. */
  zoneinfo?: string;
  /** Address of a picture. */
  picture?: string;
  /** Locale. */
  locale?: string;
  /** Language. */
  language?: string;
  /** Any further claim of the site. */
  [claim: string]: unknown;
}
