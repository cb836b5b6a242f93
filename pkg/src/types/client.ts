import type {
  AccessTokenArgs,
  CallOptions,
  CodeArgs,
  GuestArgs,
  LoginArgs,
  LogoutArgs,
  NewPasswordArgs,
  PasswordlessArgs,
  PasswordResetArgs,
  RegistrationArgs,
  SocialSession,
  SocialSignOnArgs,
  Started,
  StartedRegistration,
} from "./journeys.js";
import type { Session, SessionEvent, UserInfo } from "./session.js";

/**
 * One site, one app, at most one session. Made by `createClient`.
 *
 * The methods are bound: `const { login, logout } = client` works. Every promise settles, and rejects with
 * `HeadlessIdentityError` only. A call that succeeds replaces the session; one that fails leaves it untouched.
 */
export interface HeadlessClient {
  /**
   * Logs a person in with the credentials they typed into your own form. A guest's UVID comes along.
   *
   * @example
   * const session = await client.login({ username: "ada@example.com", password });
   * console.log(session.userId, session.scopes);
   */
  login(args: LoginArgs): Promise<Session>;

  /**
   * Begins a visitor's session: a token for the site's APIs, and a UVID that stays when they log in or register.
   *
   * @example
   * const { uvid } = await client.continueAsGuest();
   */
  continueAsGuest(args?: GuestArgs): Promise<Session>;

  /**
   * Registers a person; the site sends them a code. A neutral answer also for a username that is taken.
   *
   * @example
   * const started = await client.startRegistration({
   *   firstName: "Ada", lastName: "Lovelace", email, username: email, password, method: "email", recaptcha,
   * });
   */
  startRegistration(args: RegistrationArgs): Promise<StartedRegistration>;

  /**
   * Completes a registration with the code, and logs the person in. A guest's UVID comes along. After a wrong code
   * (`invalid_otp`) it may be called again.
   *
   * @example
   * const session = await client.completeRegistration({ ...started, otp });
   */
  completeRegistration(args: CodeArgs): Promise<Session>;

  /**
   * Has a code sent to a person who wants to log in without a password. A neutral answer also for nobody.
   *
   * @example
   * const started = await client.startPasswordlessLogin({ username, method: "email", recaptcha });
   */
  startPasswordlessLogin(args: PasswordlessArgs): Promise<Started>;

  /**
   * Logs the person in with the code. A guest's UVID comes along. After a wrong code (`invalid_otp`) it may be called
   * again.
   *
   * @example
   * const session = await client.completePasswordlessLogin({ ...started, otp });
   */
  completePasswordlessLogin(args: CodeArgs): Promise<Session>;

  /**
   * Has a code sent to a person who forgot their password. A neutral answer also for nobody.
   *
   * @example
   * await client.startPasswordReset({ username, recaptcha });
   */
  startPasswordReset(args: PasswordResetArgs): Promise<void>;

  /**
   * Sets a new password with the code. Nobody is logged in by it. Rejects with `invalid_otp`, `otp_attempts_exceeded`, or
   * `password_policy` with the policy's own text in `errorDescription`.
   *
   * @example
   * await client.completePasswordReset({ username, newPassword, otp });
   * await client.login({ username, password: newPassword });
   */
  completePasswordReset(args: NewPasswordArgs): Promise<void>;

  /**
   * The address to leave the page for, to sign on with a provider. What binds it to the way back is kept in this tab for
   * 15 minutes.
   *
   * @example
   * location.href = await client.socialSignOnUrl({ provider: "Google", redirectUri, returnTo: "/cart" });
   */
  socialSignOnUrl(args: SocialSignOnArgs): Promise<string>;

  /**
   * Completes a social sign-on on the page that the person came back to. It works once; `state_mismatch` says that nobody
   * here has left with that state. Take the code out of the address bar afterwards.
   *
   * @example
   * const { returnTo = "/" } = await client.completeSocialSignOn(location.href);
   * history.replaceState(null, "", returnTo);
   */
  completeSocialSignOn(callbackUrl: string | URL, options?: CallOptions): Promise<SocialSession>;

  /**
   * An access token for what {@link HeadlessClient.fetch} cannot send, renewed where that is needed. Ask for it each time
   * instead of keeping it. Rejects with `no_session`, or with `session_expired` when it cannot be renewed any more; trouble on the way leaves the
   * session as it is.
   *
   * @example
   * request.setRequestHeader("authorization", `Bearer ${await client.getAccessToken()}`);
   */
  getAccessToken(args?: AccessTokenArgs): Promise<string>;

  /**
   * The browser's `fetch`, with the access token for the site and its org: no other origin ever gets it. Settles for every
   * HTTP status. A refused token is renewed and the request repeated once, unless its body is a stream. An `Authorization`
   * header of your own wins. Without a session it rejects with `no_session`, for the site and its org.
   *
   * @example
   * const answer = await client.fetch(`${siteUrl}/services/data/v64.0/chatter/users/me`);
   * console.log(await answer.json());
   */
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;

  /**
   * The person's data from the site's userinfo endpoint. Needs scope `openid`, `profile`, `id` or `full`.
   *
   * @example
   * const { name, email } = await client.userInfo();
   */
  userInfo(args?: CallOptions): Promise<UserInfo>;

  /**
   * Signs the person out: the session is gone at once, then the site is told to revoke the tokens. Plain sign-out resolves
   * whether or not the site could be reached; with `toGuest` it rejects where the guest flow fails, and the person is
   * signed out all the same.
   *
   * @example
   * await client.logout();
   * await client.logout({ toGuest: true }); // keeps the UVID, and the cart with it
   */
  logout(args?: LogoutArgs): Promise<void>;

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
