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
 * A client for one site and one app, with at most one session. Created by `createClient`.
 *
 * The methods are bound: `const { login, logout } = client` works. Every promise settles, and rejects with
 * `HeadlessIdentityError` only. A successful login replaces the session; a failed one leaves it unchanged.
 */
export interface HeadlessClient {
  /**
   * Logs a user in with the credentials typed into your own form. A guest's UVID is kept.
   *
   * @example
   * const session = await client.login({ username: "ada@example.com", password });
   * console.log(session.userId, session.scopes);
   */
  login(args: LoginArgs): Promise<Session>;

  /**
   * Begins a guest session: a token for the site's APIs, and a UVID that is kept when the visitor logs in or registers. If a user signs
   * in meanwhile, it rejects with `session_expired`, and the user's session stays.
   *
   * @example
   * const { uvid } = await client.continueAsGuest();
   */
  continueAsGuest(args?: GuestArgs): Promise<Session>;

  /**
   * Starts the registration of a user; the site sends them a code. The answer does not reveal whether the username is taken.
   *
   * @example
   * const started = await client.startRegistration({
   *   firstName: "Ada", lastName: "Lovelace", email, username: email, password, method: "email", recaptcha,
   * });
   */
  startRegistration(args: RegistrationArgs): Promise<StartedRegistration>;

  /**
   * Completes a registration with the code, and logs the user in. A guest's UVID is kept. After a wrong code
   * (`invalid_otp`) you may call it again.
   *
   * @example
   * const session = await client.completeRegistration({ ...started, otp });
   */
  completeRegistration(args: CodeArgs): Promise<Session>;

  /**
   * Sends a code to a user who wants to log in without a password. The answer does not reveal whether the user exists.
   *
   * @example
   * const started = await client.startPasswordlessLogin({ username, method: "email", recaptcha });
   */
  startPasswordlessLogin(args: PasswordlessArgs): Promise<Started>;

  /**
   * Logs the user in with the code. A guest's UVID is kept. After a wrong code (`invalid_otp`) you may call it again.
   *
   * @example
   * const session = await client.completePasswordlessLogin({ ...started, otp });
   */
  completePasswordlessLogin(args: CodeArgs): Promise<Session>;

  /**
   * Sends a code to a user who forgot their password. The answer does not reveal whether the user exists.
   *
   * @example
   * await client.startPasswordReset({ username, recaptcha });
   */
  startPasswordReset(args: PasswordResetArgs): Promise<void>;

  /**
   * Sets a new password with the code. It does not log the user in. Rejects with `invalid_otp`, `otp_attempts_exceeded`, or
   * `password_policy` with the policy's own text in `errorDescription`.
   *
   * @example
   * await client.completePasswordReset({ username, newPassword, otp });
   * await client.login({ username, password: newPassword });
   */
  completePasswordReset(args: NewPasswordArgs): Promise<void>;

  /**
   * Returns the URL to navigate to, to sign on with a provider. The state and verifier for the way back are kept in this
   * tab for 15 minutes.
   *
   * @example
   * location.href = await client.socialSignOnUrl({ provider: "Google", redirectUri, returnTo: "/cart" });
   */
  socialSignOnUrl(args: SocialSignOnArgs): Promise<string>;

  /**
   * Completes a social sign-on on the page that the provider redirects to. It works once. It rejects with `state_mismatch`
   * if no sign-on with that state was begun here. Remove the code from the address bar first.
   *
   * @example
   * const callback = location.href;
   * history.replaceState(null, "", location.pathname);
   * const { returnTo = "/" } = await client.completeSocialSignOn(callback);
   */
  completeSocialSignOn(callbackUrl: string | URL, options?: CallOptions): Promise<SocialSession>;

  /**
   * Returns an access token for requests that {@link HeadlessClient.fetch} cannot send, renewed if needed. Call it each time
   * instead of keeping the token. Rejects with `no_session`, or with `session_expired` if the token can no longer be renewed;
   * network and server failures leave the session unchanged.
   *
   * @example
   * request.setRequestHeader("authorization", `Bearer ${await client.getAccessToken()}`);
   */
  getAccessToken(args?: AccessTokenArgs): Promise<string>;

  /**
   * The browser's `fetch`, with the access token for the site and its org; no other origin gets it. Settles like `fetch` for
   * every HTTP status. If the site refuses the token, the client renews it and repeats the request once, unless its body is a
   * stream or the last renewal did not help. Your own `Authorization` header takes precedence. Without a session, requests to
   * the site and its org reject with `no_session`.
   *
   * @example
   * const answer = await client.fetch(`${siteUrl}/services/data/v64.0/chatter/users/me`);
   * console.log(await answer.json());
   */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;

  /**
   * Returns the user's data from the site's userinfo endpoint. Needs scope `openid`, `profile`, `id` or `full`. After a sign-out it
   * rejects with `aborted`, after another sign-in with `session_expired`.
   *
   * @example
   * const { name, email } = await client.userInfo();
   */
  userInfo(args?: CallOptions): Promise<UserInfo>;

  /**
   * Signs the user out: the session ends at once, then the client asks the site to revoke the tokens. A plain sign-out
   * resolves whether or not the site could be reached. With `toGuest` it rejects if the guest flow fails; the user is
   * signed out nevertheless.
   *
   * @example
   * await client.logout();
   * await client.logout({ toGuest: true }); // keeps the UVID, and the cart with it
   */
  logout(args?: LogoutArgs): Promise<void>;

  /**
   * Returns the current session, or `null`. It is the same object until something changes, so it fits `useSyncExternalStore`.
   *
   * @example
   * const session = client.session();
   * greet(session?.idTokenClaims?.["name"] ?? "stranger");
   */
  session(): Session | null;

  /**
   * Calls `listener` after each change of the session, and returns the function that unsubscribes. Subscribing itself calls
   * no listener. An exception of a listener is reported with `reportError` and affects no other listener.
   *
   * @example
   * const unsubscribe = client.subscribe(({ type, session }) => render(type, session));
   */
  subscribe(listener: (event: SessionEvent) => void): () => void;

  /**
   * Ends this client: pending and later calls reject with code `aborted`. Session and storage are kept.
   *
   * @example
   * client.close();
   */
  close(): void;
}
