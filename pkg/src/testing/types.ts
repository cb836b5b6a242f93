import type { ErrorCode, ErrorDetails } from "../errors.js";
import type { HeadlessClient } from "../types/client.js";
import type { Session, SessionEvent, UserInfo } from "../types/session.js";

/**
 * Initial state of a fake client.
 *
 * @example
 * createFakeClient({ session: { userId: "005ADA" } }); // a user is signed in
 * createFakeClient({ users: [{ username: "ada", password: "secret" }] }); // only this user can log in
 * createFakeClient({ fetch: async () => new Response("{}") }); // the response of client.fetch
 */
export interface FakeOptions {
  /** Initial session: facts for {@link fakeSession}, so `{}` is a signed-in user. Default: no session. */
  session?: Partial<Session> | null | undefined;
  /** The users who can log in. Default: any user with any password. */
  users?: readonly FakeUser[] | undefined;
  /** The one-time code that the site "sends". Default: `"123456"`. */
  otp?: string | undefined;
  /** Implements `client.fetch`. Default: it rejects with code `network`. */
  fetch?: HeadlessClient["fetch"] | undefined;
}

/** A user of the fake client. */
export interface FakeUser {
  /** A login hint finds this user if it equals the username. */
  username: string;
  /** Default: any password. */
  password?: string | undefined;
  /** Facts of the user's session. */
  session?: Partial<Session> | undefined;
  /** The user's `userInfo()`. */
  info?: Partial<UserInfo> | undefined;
}

/** The asynchronous methods of a client, which a test can make fail or wait. */
export type FakeMethod = Exclude<keyof HeadlessClient, "session" | "subscribe" | "close">;

/** A recorded call. */
export interface FakeCall {
  /** Name of the client's method. */
  readonly method: FakeMethod;
  /** Its arguments as passed, including passwords. */
  readonly args: readonly unknown[];
}

/** A failure for a test: the code, and any other details that the page under test reads. */
export type FakeFailure = ErrorCode | (Partial<ErrorDetails> & Pick<ErrorDetails, "code">);

/** A change of the session that the page did not ask for. */
export interface FakeChange extends Partial<Omit<SessionEvent, "session">> {
  type: SessionEvent["type"];
  /** Facts of the session after the change. Default: what fits `type`. */
  session?: Partial<Session> | null | undefined;
}

/** A client whose results a test controls: in place of one of `lazyClient` or of `createClient`. */
export interface FakeClient extends HeadlessClient {
  /** The session, as `ready` of a `lazyClient` has it: the same promise until it changes. */
  readonly ready: Promise<Session | null>;

  /**
   * Every call so far.
   *
   * @example
   * expect(client.calls.at(-1)).toEqual({ method: "logout", args: [{ toGuest: true }] });
   */
  readonly calls: readonly FakeCall[];

  /**
   * Makes the next call of this method reject with that failure and change nothing. Several failures apply in order.
   *
   * @example
   * client.failNext("login", "rate_limited");
   * client.failNext("completePasswordReset", { code: "password_policy", errorDescription: "Eight characters at least." });
   */
  failNext(method: FakeMethod, failure: FakeFailure): void;

  /**
   * Makes the next call of this method wait until the returned function is called, to test what a page shows until then.
   *
   * @example
   * const release = client.holdNext("login");
   * submit();
   * expect(button.disabled).toBe(true);
   * release();
   */
  holdNext(method: FakeMethod): () => void;

  /**
   * Changes the session from outside: it expires, or another tab signs in or out.
   *
   * @example
   * client.change({ type: "signed-out", fromOtherTab: true });
   */
  change(change: FakeChange): void;
}
