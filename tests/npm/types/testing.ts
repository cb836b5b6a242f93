import type { HeadlessClient, HeadlessIdentityError, Session } from "headless-identity";
import { createFakeClient, type FakeClient, fakeError, fakeSession } from "headless-identity/testing";

export async function compiles(): Promise<void> {
  const client: FakeClient = createFakeClient();
  const asTheRealOne: HeadlessClient = client;
  createFakeClient({
    session: { kind: "guest" },
    users: [{ username: "ada" }, { username: "bob", password: "secret", session: { scopes: ["api"] }, info: { name: "Bob" } }],
    otp: "000000",
    fetch: async () => new Response("{}"),
  });
  createFakeClient({ session: null });
  createFakeClient({ fetch });

  client.failNext("login", "rate_limited");
  client.failNext("completePasswordReset", { code: "password_policy", errorDescription: "Too short." });
  const release: () => void = client.holdNext("userInfo");
  release();
  client.change({ type: "signed-out", fromOtherTab: true });
  client.change({ type: "signed-in", session: { userId: "005" } });
  const methods: string[] = client.calls.map(({ method }) => method);

  const session: Session = fakeSession({ kind: "guest" });
  const error: HeadlessIdentityError = fakeError("invalid_otp", "registration");
  fakeError("aborted", "authorize", { cause: new Error("closed") });
  void [asTheRealOne, methods, session, error];
}

export function mustNotCompile(client: FakeClient): void {
  // @ts-expect-error users have a username
  createFakeClient({ users: [{ password: "secret" }] });
  // @ts-expect-error the codes are a closed list
  client.failNext("login", "wrong_password");
  // @ts-expect-error session() is there at once and never fails
  client.failNext("session", "network");
  // @ts-expect-error the types of events are a closed list
  client.change({ type: "logged-out" });
  // @ts-expect-error a change has a type
  client.change({ session: null });
  // @ts-expect-error closing takes no time
  client.holdNext("close");
  // @ts-expect-error a failure has a code
  client.failNext("login", { errorDescription: "Too short." });
  // @ts-expect-error the code was typed: it may begin with a zero
  createFakeClient({ otp: 123456 });
  // @ts-expect-error the codes are a closed list
  fakeError("wrong_password");
  // @ts-expect-error so are the steps
  fakeError("invalid_otp", "login");
  // @ts-expect-error a call was made, or it was not
  client.calls.push({ method: "login", args: [] });
  // @ts-expect-error there are no tokens in a session
  fakeSession({ accessToken: "token" });
}
