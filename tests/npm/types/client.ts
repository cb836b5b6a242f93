// What compiles for a user of the package.
import {
  type ClientConfig,
  createClient,
  createPkcePair,
  type ErrorCode,
  type ErrorStep,
  type GuestArgs,
  type HeadlessClient,
  HeadlessIdentityError,
  isHeadlessIdentityError,
  type LoginArgs,
  pkceChallenge,
  type RegistrationArgs,
  type Session,
  type SessionEvent,
} from "headless-identity";

/** Fails to compile unless both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => {};

const config = { siteUrl: "https://shop.example/portal", clientId: "app" } satisfies ClientConfig;
const { signal } = new AbortController();

/** Checked where it is written, and as narrow as it is written; `undefined` is as good as a missing key. */
export const checked = {
  ...config,
  redirectUri: undefined,
  scopes: ["openid", "refresh_token"],
  credentials: "header",
  otpCredentials: "body",
  timeoutMs: 10_000,
  clockToleranceSec: undefined,
  storage: { get: (key) => key, set: () => {}, remove: async () => {} },
  idToken: "signature",
  fallback: () => import("headless-identity/compat"),
} satisfies ClientConfig;
same<"header", typeof checked.credentials>(true);
export const arguments_ = [
  { username: "ada", password: "secret", signal: undefined } satisfies LoginArgs,
  { loginHint: "ada", password: "secret", customData: undefined } satisfies LoginArgs,
  { uvid: undefined } satisfies GuestArgs,
  { firstName: "", lastName: "", email: "", username: "", password: "", method: "sms", recaptcha: undefined } satisfies RegistrationArgs,
];

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
  await client.fetch(new Request("https://shop.example/api"));
  const inPlaceOfTheGlobalOne: typeof fetch = client.fetch;
  void [answer, inPlaceOfTheGlobalOne];
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

export function advice(failure: unknown): string {
  if (!isHeadlessIdentityError(failure)) throw failure;
  same<HeadlessIdentityError, typeof failure>(true);
  same<ErrorCode, typeof failure.code>(true);
  same<ErrorStep, typeof failure.step>(true);
  same<string | undefined, typeof failure.error>(true);
  same<unknown, typeof failure.cause>(true);
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

/** The lists are closed: one code more, or one less, and this does not compile. */
export const everyCode: Record<ErrorCode, true> = {
  invalid_config: true,
  invalid_argument: true,
  network: true,
  timeout: true,
  aborted: true,
  not_headless: true,
  unexpected_response: true,
  invalid_credentials: true,
  flow_not_enabled: true,
  guest_not_enabled: true,
  unknown_client: true,
  redirect_uri_mismatch: true,
  pkce_required: true,
  pkce_mismatch: true,
  secret_required: true,
  not_admin_approved: true,
  invalid_scope: true,
  recaptcha_required: true,
  invalid_otp: true,
  otp_attempts_exceeded: true,
  password_policy: true,
  uvid_invalid: true,
  user_inactive: true,
  site_auth_required: true,
  rate_limited: true,
  site_not_found: true,
  session_expired: true,
  no_session: true,
  state_mismatch: true,
  id_token_invalid: true,
  storage: true,
  registration_failed: true,
  wasm_unavailable: true,
  server_error: true,
};

export const everyStep: Record<ErrorStep, true> = {
  config: true,
  argument: true,
  authorize: true,
  token: true,
  refresh: true,
  revoke: true,
  userinfo: true,
  registration: true,
  passwordless: true,
  "password-reset": true,
  callback: true,
  storage: true,
  fetch: true,
  session: true,
};
