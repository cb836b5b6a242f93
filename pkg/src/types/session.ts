import type { HeadlessClient } from "./client.js";

/**
 * Who is signed in. A value without tokens, frozen at any depth: it can be rendered, logged and compared by identity.
 * Facts that the site did not give are missing keys.
 *
 * @example
 * const session = client.session();
 * if (session?.kind === "user") show(`Signed in: ${session.userId}`);
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
   * What happened: `signed-in` and `guest` begin a session, `refreshed` gives it a new token, `expired` and `signed-out`
   * end it, by the site's refusal or by {@link HeadlessClient.logout}. `storage-failed` says that the store did not take it:
   * the session goes on in memory only.
   */
  readonly type: "signed-in" | "guest" | "refreshed" | "expired" | "signed-out" | "storage-failed";
  /** The state after the change; equal to `client.session()`. */
  readonly session: Session | null;
  /** Whether another tab caused it. */
  readonly fromOtherTab: boolean;
}

/** The person's data as the userinfo endpoint gives it. What is there depends on the scopes; names are the site's own. */
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
  /** What else the site tells. */
  [claim: string]: unknown;
}
