import type { CodeArgs } from "../types/journeys.js";
import type { Session } from "../types/session.js";
import { checkTexts, personIn } from "./arguments.js";
import { fakeError } from "./error.js";
import { People } from "./people.js";
import { Script } from "./script.js";
import { fakeSession, fakeUvid } from "./session.js";
import { Provider } from "./social.js";
import { State } from "./state.js";
import type { FakeClient, FakeOptions, FakeUser } from "./types.js";

/**
 * Makes a fake client. Without options nobody is signed in, everybody can log in with any password, and every one-time
 * code is `123456`.
 *
 * @example
 * const client = createFakeClient({ users: [{ username: "ada", password: "secret" }] });
 * render(<HeadlessProvider client={client}><LoginForm /></HeadlessProvider>);
 * client.failNext("login", "rate_limited");
 */
export function createFakeClient(options: FakeOptions = {}): FakeClient {
  const script = new Script();
  const state = new State(options.session ? fakeSession(options.session) : null);
  const people = new People(options.users, options.otp ?? "123456");
  const provider = new Provider();
  let signedIn: FakeUser | undefined;
  let tokens = 1;
  let visitors = 0;

  /** The UVID of the guest that this person was comes along. */
  function signIn(user: FakeUser): Session {
    const { kind, uvid } = state.session ?? {};
    signedIn = user;
    return state.change("signed-in", fakeSession({ ...(kind === "guest" && uvid && { uvid }), ...user.session }));
  }

  function beGuest(uvid = fakeUvid(++visitors)): Session {
    return state.change("guest", fakeSession({ kind: "guest", uvid }));
  }

  function current(): Session {
    if (!state.session) throw fakeError("no_session");
    return state.session;
  }

  function withCode(args: CodeArgs, step: "registration" | "passwordless"): FakeUser {
    checkTexts(args, "identifier", "otp", "method");
    return people.withCode(args.identifier, args.otp, step);
  }

  return {
    calls: script.calls,
    failNext: (method, failure) => script.failNext(method, failure),
    holdNext: (method) => script.holdNext(method),
    change({ type, session, fromOtherTab }) {
      state.change(type, session === undefined ? usual(type, state.session) : session && fakeSession(session), fromOtherTab);
    },

    session: () => state.session,
    subscribe: (listener) => state.subscribe(listener),
    close: () => script.close(),

    login: (...args) =>
      script.run("login", args, () => {
        const person = personIn(args[0]);
        checkTexts(args[0], "password");
        return signIn(people.withPassword(person, args[0].password));
      }),

    continueAsGuest: (...args) =>
      script.run("continueAsGuest", args, () => {
        const known = state.session?.kind === "guest" ? state.session.uvid : undefined;
        return beGuest(args[0]?.uvid ?? known);
      }),

    startRegistration: (...args) =>
      script.run("startRegistration", args, () => {
        checkTexts(args[0], "firstName", "lastName", "email", "username", "password", "method");
        const [{ firstName, lastName, email, username, password, method }] = args;
        const info = { preferred_username: username, email, given_name: firstName, family_name: lastName };
        return { identifier: people.wait({ username, password, info }), email, method };
      }),
    completeRegistration: (...args) =>
      script.run("completeRegistration", args, () => {
        const user = withCode(args[0], "registration");
        people.remember(user);
        return signIn(user);
      }),

    startPasswordlessLogin: (...args) =>
      script.run("startPasswordlessLogin", args, () => {
        const person = personIn(args[0]);
        checkTexts(args[0], "method");
        return { identifier: people.wait(people.find(person)), method: args[0].method };
      }),
    completePasswordlessLogin: (...args) =>
      script.run("completePasswordlessLogin", args, () => signIn(withCode(args[0], "passwordless"))),

    startPasswordReset: (...args) => script.run("startPasswordReset", args, () => void personIn(args[0])),
    completePasswordReset: (...args) =>
      script.run("completePasswordReset", args, () => {
        checkTexts(args[0], "username", "newPassword", "otp");
        const [{ username, newPassword: password, otp }] = args;
        people.checkCode(otp, "password-reset");
        const user = people.find(username);
        if (!user) throw fakeError("invalid_otp", "password-reset");
        people.remember({ ...user, password });
      }),

    socialSignOnUrl: (...args) =>
      script.run("socialSignOnUrl", args, () => {
        checkTexts(args[0], "provider", "redirectUri");
        return provider.leave(args[0]);
      }),
    completeSocialSignOn: (...args) =>
      script.run("completeSocialSignOn", args, () => {
        const facts = provider.comeBack(args[0]);
        return Object.freeze({ ...signIn({ username: "social" }), ...facts });
      }),

    getAccessToken: (...args) =>
      script.run("getAccessToken", args, () => {
        const { issuedAt, expiresAt, ...facts } = current();
        if (args[0]?.forceRefresh) {
          tokens++;
          state.change("refreshed", fakeSession(facts));
        }
        return `fake-token-${tokens}`;
      }),
    fetch: (...args) =>
      script.run("fetch", args, () => {
        if (!options.fetch) throw fakeError("network", "fetch");
        return options.fetch(...args);
      }),
    userInfo: (...args) =>
      script.run("userInfo", args, () => {
        const { userId, organizationId } = current();
        const sub = `https://login.example/id/${organizationId}/${userId}`;
        return { sub, ...(userId && { user_id: userId }), ...signedIn?.info };
      }),

    logout: (...args) =>
      script.run("logout", args, () => {
        if (!state.session) return;
        const { uvid } = state.session;
        signedIn = undefined;
        state.change("signed-out", null);
        if (args[0]?.toGuest) beGuest(uvid);
      }),
  };
}

/** The session after a change that the test did not describe further. */
function usual(type: string, before: Session | null): Session | null {
  if (type === "expired" || type === "signed-out") return null;
  if (type === "guest") return fakeSession({ kind: "guest" });
  return type === "signed-in" ? fakeSession() : before;
}
