import type { ErrorCode, ErrorDetails } from "../errors.js";
import type { HeadlessClient } from "../types/client.js";
import type { Session, SessionEvent, UserInfo } from "../types/session.js";

/**
 * How a fake client begins.
 *
 * @example
 * createFakeClient({ session: { userId: "005ADA" } }); // somebody is signed in
 * createFakeClient({ users: [{ username: "ada", password: "secret" }] }); // only she can log in
 * createFakeClient({ fetch: async () => new Response("{}") }); // what client.fetch answers
 */
export interface FakeOptions {
  /** Who is signed in from the start: facts for {@link fakeSession}, so `{}` is somebody. Default: nobody. */
  session?: Partial<Session> | null | undefined;
  /** Who can log in. Default: everybody, with any password. */
  users?: readonly FakeUser[] | undefined;
  /** The one-time code that the site "sends". Default: `"123456"`. */
  otp?: string | undefined;
  /** Answers `client.fetch`. Default: it rejects with code `network`. */
  fetch?: typeof globalThis.fetch | undefined;
}

/** A person whom the fake client knows. */
export interface FakeUser {
  /** Also what a login hint must be to find this person. */
  username: string;
  /** Default: any password will do. */
  password?: string | undefined;
  /** Facts of their session. */
  session?: Partial<Session> | undefined;
  /** What `userInfo()` says of them. */
  info?: Partial<UserInfo> | undefined;
}

/** The calls of a client that settle later: those that a script can make fail or wait. */
export type FakeMethod = Exclude<keyof HeadlessClient, "session" | "subscribe" | "close">;

/** A call that was made. */
export interface FakeCall {
  /** Name of the client's method. */
  readonly method: FakeMethod;
  /** Its arguments as they were given, passwords included. */
  readonly args: readonly unknown[];
}

/** A failure for a script: the code, and whatever else the page under test reads. */
export type FakeFailure = ErrorCode | (Partial<ErrorDetails> & Pick<ErrorDetails, "code">);

/** A change of the session that the page did not ask for. */
export interface FakeChange extends Partial<Omit<SessionEvent, "session">> {
  type: SessionEvent["type"];
  /** Facts of the session after the change. Default: what fits `type`. */
  session?: Partial<Session> | null | undefined;
}

/** A {@link HeadlessClient} whose outcomes a test decides. */
export interface FakeClient extends HeadlessClient {
  /**
   * Every call so far.
   *
   * @example
   * expect(client.calls.at(-1)).toEqual({ method: "logout", args: [{ toGuest: true }] });
   */
  readonly calls: readonly FakeCall[];

  /**
   * The next call of this method rejects with that, and changes nothing. Several failures are taken in their order.
   *
   * @example
   * client.failNext("login", "rate_limited");
   * client.failNext("completePasswordReset", { code: "password_policy", errorDescription: "Eight characters at least." });
   */
  failNext(method: FakeMethod, failure: FakeFailure): void;

  /**
   * The next call of this method waits until the returned function is called: for what a page shows in the meantime.
   *
   * @example
   * const release = client.holdNext("login");
   * submit();
   * expect(button.disabled).toBe(true);
   * release();
   */
  holdNext(method: FakeMethod): () => void;

  /**
   * The session changes by itself: it expires, or another tab signs in or out.
   *
   * @example
   * client.change({ type: "signed-out", fromOtherTab: true });
   */
  change(change: FakeChange): void;
}
