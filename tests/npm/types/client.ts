// What compiles for a user of the package, and what must not. Each `@ts-expect-error` is a test: tsc fails where there is
// no error to expect.
import {
  createClient,
  createPkcePair,
  type ErrorCode,
  type ErrorStep,
  type HeadlessClient,
  HeadlessIdentityError,
  isHeadlessIdentityError,
  type LoginArgs,
  pkceChallenge,
  type Session,
  type SessionEvent,
} from "headless-identity";

/** Fails to compile unless both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => {};

const config = { siteUrl: "https://shop.example/portal", clientId: "app" };
const { signal } = new AbortController();

export async function compiles(): Promise<void> {
  const client: HeadlessClient = await createClient({
    ...config,
    redirectUri: "https://shop.example/callback",
    scopes: ["openid", "api"] as const,
    credentials: "header",
    otpCredentials: "body",
    timeoutMs: 10_000,
    clockToleranceSec: 30,
    storage: { get: async () => null, set: () => {}, remove: (key) => key.length },
    idToken: "signature",
  });

  const session = await client.login({ username: "ada", password: "secret", signal });
  await client.login({ loginHint: "ada@example.com", password: "secret", customData: { shop: 7 } });
  same<Session, typeof session>(true);
  same<"guest" | "user", typeof session.kind>(true);
  same<number | undefined, typeof session.expiresAt>(true);
  same<Session | null, ReturnType<typeof client.session>>(true);

  const started = await client.startRegistration({
    firstName: "Ada",
    lastName: "Lovelace",
    email: "ada@example.com",
    username: "ada@example.com",
    password: "secret",
    method: "email",
    recaptcha: { token: "t", siteKey: "k", projectId: "p" },
  });
  same<string | undefined, typeof started.email>(true);
  await client.completeRegistration({ ...started, otp: "123456" });
  await client.completeRegistration({ ...(JSON.parse("{}") as typeof started), otp: "123456", signal });
  const sent = await client.startPasswordlessLogin({ loginHint: "+49 30 1", method: "sms", recaptcha: "token" });
  await client.completePasswordlessLogin({ ...sent, otp: "123456" });
  await client.startPasswordReset({ username: "ada", emailTemplate: "Reset", bearer: "token" });
  await client.completePasswordReset({ username: "ada", newPassword: "secret", otp: "123456" });
  const address: string = await client.socialSignOnUrl({ provider: "Google", redirectUri: "https://shop.example/", returnTo: "/" });
  const { returnTo } = await client.completeSocialSignOn(new URL(address), { signal });
  same<string | undefined, typeof returnTo>(true);
  await client.continueAsGuest();
  await client.continueAsGuest({ uvid: "6e4f6a0c-7a1e-4b6e-9a52-5b1f0c1a2d3e" });
  await client.logout({ toGuest: true });

  const token: string = await client.getAccessToken({ minTtlSec: 120, forceRefresh: true, signal });
  const answer: Response = await client.fetch(new URL("https://shop.example/api"), { method: "POST", body: "{}", signal });
  void answer;
  const { email } = await client.userInfo({ signal });
  same<string | undefined, typeof email>(true);
  await client.logout();
  const unsubscribe: () => void = client.subscribe(({ type, session, fromOtherTab }) => void [type, session, fromOtherTab]);
  unsubscribe();
  client.close();

  const { verifier, challenge }: { verifier: string; challenge: string } = await createPkcePair();
  const again: string = await pkceChallenge(verifier);
  void [token, challenge, again];
}

export async function mustNotCompile(client: HeadlessClient, session: Session, args: LoginArgs): Promise<void> {
  // @ts-expect-error a config is needed
  await createClient();
  // @ts-expect-error the client id is missing
  await createClient({ siteUrl: "https://shop.example" });
  // @ts-expect-error credentials never go into a URL
  await createClient({ ...config, credentials: "query" });
  // @ts-expect-error a store must be able to remove
  await createClient({ ...config, storage: { get: () => null, set: () => {} } });
  // @ts-expect-error scopes are a list
  await createClient({ ...config, scopes: "openid" });
  // @ts-expect-error a public client has no secret
  await createClient({ siteUrl: "https://shop.example", clientId: "app", clientSecret: "no" });

  // @ts-expect-error the password is missing
  await client.login({ username: "ada" });
  // @ts-expect-error the username is missing
  await client.login({ password: "secret" });
  // @ts-expect-error by username or by hint, not both
  await client.login({ username: "ada", loginHint: "ada@example.com", password: "secret" });
  // @ts-expect-error custom data is for the discovery handler, which a username does not meet
  await client.login({ username: "ada", password: "secret", customData: {} });
  // @ts-expect-error email or sms
  await client.startPasswordlessLogin({ username: "ada", method: "pigeon" });
  // @ts-expect-error the code is missing
  await client.completePasswordlessLogin({ identifier: "i", method: "email" });
  // @ts-expect-error an Enterprise event needs its project
  await client.startPasswordReset({ username: "ada", recaptcha: { token: "t", siteKey: "k" } });
  // @ts-expect-error a number of seconds
  await client.getAccessToken({ minTtlSec: "60" });
  // @ts-expect-error a signal, not a controller
  await client.login({ ...args, signal: new AbortController() });
  // @ts-expect-error an object
  await client.getAccessToken(signal);
  // @ts-expect-error a function
  client.subscribe("listener");

  // @ts-expect-error there are no tokens in a session
  session.accessToken;
  // @ts-expect-error a session is read-only
  session.kind = "guest";
  // @ts-expect-error so is the list of scopes
  session.scopes.push("api");
}

export function advice(failure: unknown): string {
  if (!isHeadlessIdentityError(failure)) throw failure;
  same<HeadlessIdentityError, typeof failure>(true);
  same<ErrorCode, typeof failure.code>(true);
  same<ErrorStep, typeof failure.step>(true);
  same<string | undefined, typeof failure.error>(true);
  // @ts-expect-error the codes are a closed list
  if (failure.code === "wrong_password") return "";
  switch (failure.code) {
    case "invalid_credentials":
      return "Wrong username or password.";
    default:
      return failure.retryable ? "Please try again." : failure.hint;
  }
}

export function exhaustive(type: SessionEvent["type"]): string {
  switch (type) {
    case "signed-in":
    case "guest":
    case "refreshed":
      return "here";
    case "expired":
    case "signed-out":
      return "gone";
    case "storage-failed":
      return "in memory only";
  }
}
