// What must not compile for a user of the package. Each `@ts-expect-error` is a test: tsc fails where there is no error to
// expect. One mistake to a line, so that it is the only reason.
import {
  type ClientConfig,
  createClient,
  createPkcePair,
  type HeadlessClient,
  HeadlessIdentityError,
  type LoginArgs,
  pkceChallenge,
  type Session,
  type SessionEvent,
  type Started,
} from "headless-identity";

const config = { siteUrl: "https://shop.example/portal", clientId: "app" };
const ada = { username: "ada", password: "secret" };
const person = { firstName: "Ada", lastName: "Lovelace", email: "ada@example.com", username: "ada", password: "secret" };

export async function configs(): Promise<void> {
  // @ts-expect-error a config is needed
  await createClient();
  // @ts-expect-error the client id is missing
  await createClient({ siteUrl: "https://shop.example" });
  // @ts-expect-error the site is missing
  await createClient({ clientId: "app" });
  // @ts-expect-error text, not an address object
  await createClient({ ...config, siteUrl: new URL("https://shop.example") });
  // @ts-expect-error a public client has no secret
  await createClient({ ...config, clientSecret: "no" });
  // @ts-expect-error nor under its name on the wire
  await createClient({ ...config, client_secret: "no" });
  // @ts-expect-error credentials never go into a URL
  await createClient({ ...config, credentials: "query" });
  // @ts-expect-error nor do codes
  await createClient({ ...config, otpCredentials: "query" });
  // @ts-expect-error scopes are a list
  await createClient({ ...config, scopes: "openid api" });
  // @ts-expect-error of texts
  await createClient({ ...config, scopes: [1] });
  // @ts-expect-error milliseconds are a number
  await createClient({ ...config, timeoutMs: "30s" });
  // @ts-expect-error so are seconds
  await createClient({ ...config, clockToleranceSec: "60" });
  // @ts-expect-error an id token is always checked
  await createClient({ ...config, idToken: "none" });
  // @ts-expect-error a misspelt key is not ignored by the types
  await createClient({ ...config, redirectURI: "https://shop.example/callback" });
}

export const checked = [
  // @ts-expect-error the client id is missing
  { siteUrl: "https://shop.example" } satisfies ClientConfig,
  // @ts-expect-error a misspelt key
  { ...config, redirectURI: "https://shop.example/callback" } satisfies ClientConfig,
  // @ts-expect-error no setting may be null
  { ...config, scopes: null } satisfies ClientConfig,
];

export async function storages(): Promise<void> {
  // @ts-expect-error there is no such storage
  await createClient({ ...config, storage: "cookie" });
  // @ts-expect-error the browser's own object has other methods
  await createClient({ ...config, storage: localStorage });
  // @ts-expect-error nor is a map a store
  await createClient({ ...config, storage: new Map<string, string>() });
  // @ts-expect-error a store must be able to remove
  await createClient({ ...config, storage: { get: () => null, set: () => {} } });
  // @ts-expect-error it gives text
  await createClient({ ...config, storage: { get: () => 1, set: () => {}, remove: () => {} } });
  // @ts-expect-error it takes text
  await createClient({ ...config, storage: { get: () => null, set: (key: string, value: number) => value, remove: () => {} } });
}

export async function logins(client: HeadlessClient, args: LoginArgs, signal: AbortSignal): Promise<void> {
  // @ts-expect-error who?
  await client.login();
  // @ts-expect-error the password is missing
  await client.login({ username: "ada" });
  // @ts-expect-error the username is missing
  await client.login({ password: "secret" });
  // @ts-expect-error an object, not two arguments
  await client.login("ada", "secret");
  // @ts-expect-error by username or by hint, not both
  await client.login({ ...ada, loginHint: "ada@example.com" });
  // @ts-expect-error custom data is for the discovery handler, which a username does not meet
  await client.login({ ...ada, customData: {} });
  // @ts-expect-error custom data is an object
  await client.login({ loginHint: "ada@example.com", password: "secret", customData: "shop" });
  // @ts-expect-error reCAPTCHA is not part of a login
  await client.login({ ...ada, recaptcha: "token" });
  // @ts-expect-error a signal, not a controller
  await client.login({ ...args, signal: new AbortController() });
  // @ts-expect-error in an object
  await client.continueAsGuest(signal);
  // @ts-expect-error the id too
  await client.continueAsGuest("6e4f6a0c-7a1e-4b6e-9a52-5b1f0c1a2d3e");
}

export async function codes(client: HeadlessClient, started: Started): Promise<void> {
  // @ts-expect-error email or sms
  await client.startRegistration({ ...person, method: "fax" });
  // @ts-expect-error one of them
  await client.startRegistration(person);
  // @ts-expect-error a person has a last name here
  await client.startRegistration({ ...person, lastName: undefined, method: "email" });
  // @ts-expect-error and registers under a username
  await client.startRegistration({ ...person, username: undefined, method: "email" });
  // @ts-expect-error the code is missing
  await client.completeRegistration(started);
  // @ts-expect-error the code was typed: it may begin with a zero
  await client.completeRegistration({ ...started, otp: 123456 });
  // @ts-expect-error email or sms
  await client.startPasswordlessLogin({ username: "ada", method: "pigeon" });
  // @ts-expect-error who?
  await client.startPasswordlessLogin({ method: "email" });
  // @ts-expect-error by username or by hint, not both
  await client.startPasswordlessLogin({ username: "ada", loginHint: "ada@example.com", method: "email" });
  // @ts-expect-error custom data goes with a hint
  await client.startPasswordlessLogin({ username: "ada", method: "email", customData: {} });
  // @ts-expect-error there is no password in it
  await client.startPasswordlessLogin({ username: "ada", password: "secret", method: "email" });
  // @ts-expect-error the code is missing
  await client.completePasswordlessLogin({ identifier: "i", method: "email" });
  // @ts-expect-error what does the code belong to?
  await client.completePasswordlessLogin({ method: "email", otp: "123456" });
  // @ts-expect-error who?
  await client.startPasswordReset({});
  // @ts-expect-error by username or by hint, not both
  await client.startPasswordReset({ username: "ada", loginHint: "ada@example.com" });
  // @ts-expect-error an Enterprise event needs its project
  await client.startPasswordReset({ username: "ada", recaptcha: { token: "t", siteKey: "k" } });
  // @ts-expect-error a reset has no journey to continue
  const sent: Started = await client.startPasswordReset({ username: "ada" });
  // @ts-expect-error the new password is missing
  await client.completePasswordReset({ username: "ada", otp: "123456" });
  // @ts-expect-error the person is known by now
  await client.completePasswordReset({ loginHint: "ada@example.com", newPassword: "secret", otp: "123456" });
  void sent;
}

export async function socialSignOns(client: HeadlessClient): Promise<void> {
  // @ts-expect-error where to come back to?
  await client.socialSignOnUrl({ provider: "Google" });
  // @ts-expect-error by which provider?
  await client.socialSignOnUrl({ redirectUri: "https://shop.example/callback" });
  // @ts-expect-error the address, not the object
  await client.completeSocialSignOn(location);
  // @ts-expect-error the page's address must be given
  await client.completeSocialSignOn();
  // @ts-expect-error `returnTo` may be missing
  location.href = (await client.completeSocialSignOn(location.href)).returnTo;
}

export async function sessions(client: HeadlessClient, session: Session, signal: AbortSignal): Promise<void> {
  // @ts-expect-error nobody may be signed in
  client.session().userId;
  // @ts-expect-error a guest has no user id
  session.userId.length;
  // @ts-expect-error there are no tokens in a session
  session.accessToken;
  // @ts-expect-error a session is read-only
  session.kind = "guest";
  // @ts-expect-error so is the list of scopes
  session.scopes.push("api");
  // @ts-expect-error a claim may be anything
  session.idTokenClaims?.["name"]?.length;
  // @ts-expect-error a guest or a user
  if (session.kind === "admin") return;
  // @ts-expect-error an object
  await client.getAccessToken(signal);
  // @ts-expect-error a number of seconds
  await client.getAccessToken({ minTtlSec: "60" });
  // @ts-expect-error yes or no
  await client.logout({ toGuest: "yes" });
  // @ts-expect-error in an object
  await client.logout(true);
  // @ts-expect-error what?
  await client.fetch();
  // @ts-expect-error a function
  client.subscribe("listener");
  // @ts-expect-error events are values, not names to listen to
  client.subscribe("signed-in", () => {});
  // @ts-expect-error subscribing gives a function
  client.subscribe(() => {}).unsubscribe();
}

export async function events({ type, session, ...event }: SessionEvent): Promise<void> {
  // @ts-expect-error the types of events are a closed list
  if (type === "logged-out") return;
  // @ts-expect-error after a sign-out there is no session
  session.kind;
  // @ts-expect-error there is no token in an event
  event.token;
}

export function errors(error: HeadlessIdentityError): void {
  // @ts-expect-error the codes are a closed list
  if (error.code === "wrong_password") return;
  // @ts-expect-error so are the steps
  if (error.step === "login") return;
  // @ts-expect-error there may have been no answer
  error.status.toFixed();
  // @ts-expect-error nor words of the server
  error.errorDescription.length;
  // @ts-expect-error an error is read-only
  error.code = "network";
  // @ts-expect-error it takes its facts, not a message
  new HeadlessIdentityError("message");
}

export async function proofKeys(): Promise<void> {
  // @ts-expect-error a verifier is needed
  await pkceChallenge();
  // @ts-expect-error text
  await pkceChallenge(new Uint8Array(32));
  // @ts-expect-error a promise
  createPkcePair().verifier;
}
