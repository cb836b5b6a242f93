import { isHeadlessIdentityError } from "../errors.js";
import { fulfilled } from "../fulfilled.js";
import type { AccessTokenArgs, CodeArgs, GuestArgs, LogoutArgs } from "../types/journeys.js";
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

  function withCode(args: CodeArgs): FakeUser {
    checkTexts(args, "identifier", "otp", "method");
    return people.withCode(args.identifier, args.otp);
  }

  /** The same promise until the session changes, as that of the real client. */
  let ready = fulfilled(state.session);
  let readyFor = state.session;

  const client: Omit<FakeClient, "ready"> = {
    calls: script.calls,
    failNext: (method, failure) => script.failNext(method, failure),
    holdNext: (method) => script.holdNext(method),
    change({ type, session, fromOtherTab }) {
      state.change(type, session === undefined ? usual(type, state.session) : session && fakeSession(session), fromOtherTab);
    },

    session: () => state.session,
    subscribe: (listener) => state.subscribe(listener),
    close() {
      script.close();
      state.close();
    },

    login: (...args) =>
      script.run("login", args, (given) => {
        const person = personIn(given);
        checkTexts(given, "password");
        return signIn(people.withPassword(person, given.password));
      }),

    continueAsGuest: (...args) =>
      script.share(`guest ${args[0]?.uvid}`, "continueAsGuest", args, (given?: GuestArgs) =>
        beGuest(given?.uvid ?? (state.session?.kind === "guest" ? state.session.uvid : undefined)),
      ),

    startRegistration: (...args) =>
      script.run("startRegistration", args, (given) => {
        checkTexts(given, "firstName", "lastName", "email", "username", "password", "method");
        const { firstName, lastName, email, username, password, method } = given;
        const info = { preferred_username: username, email, given_name: firstName, family_name: lastName };
        return { identifier: people.wait({ username, password, info }), email, method };
      }),
    completeRegistration: (...args) =>
      script.run("completeRegistration", args, (given) => {
        const user = withCode(given);
        people.remember(user);
        return signIn(user);
      }),

    startPasswordlessLogin: (...args) =>
      script.run("startPasswordlessLogin", args, (given) => {
        const person = personIn(given);
        checkTexts(given, "method");
        return { identifier: people.wait(people.find(person)), method: given.method };
      }),
    completePasswordlessLogin: (...args) =>
      script.run("completePasswordlessLogin", args, (given) => signIn(withCode(given))),

    startPasswordReset: (...args) => script.run("startPasswordReset", args, (given) => void personIn(given)),
    completePasswordReset: (...args) =>
      script.run("completePasswordReset", args, (given) => {
        checkTexts(given, "username", "newPassword", "otp");
        const { username, newPassword: password, otp } = given;
        people.checkCode(otp, "password-reset");
        const user = people.find(username);
        if (!user) throw fakeError("invalid_otp", "password-reset");
        people.remember({ ...user, password });
      }),

    socialSignOnUrl: (...args) =>
      script.run("socialSignOnUrl", args, (given) => {
        checkTexts(given, "provider", "redirectUri");
        return provider.leave(given);
      }),
    completeSocialSignOn: (...args) => {
      const address = String(args[0]);
      return script.share(address, "completeSocialSignOn", args, () => {
        const facts = provider.comeBack(address);
        const session = signIn({ username: "social" });
        return facts.returnTo === undefined ? session : Object.freeze({ ...session, ...facts });
      });
    },

    getAccessToken: (...args) =>
      script.run("getAccessToken", args, (given?: AccessTokenArgs) => {
        const session = current();
        if (given?.forceRefresh) {
          tokens++;
          state.change("refreshed", renewed(session));
        }
        return `fake-token-${tokens}`;
      }),
    fetch: (...args) =>
      script.run("fetch", args, async (...given) => {
        if (!options.fetch) throw fakeError("network", "fetch");
        try {
          return await options.fetch(...given);
        } catch (cause) {
          throw isHeadlessIdentityError(cause) ? cause : fakeError("network", "fetch", { cause });
        }
      }),
    userInfo: (...args) =>
      script.run("userInfo", args, () => {
        const { kind, userId, organizationId } = current();
        if (kind === "guest") throw fakeError({ code: "session_expired", step: "userinfo" });
        const sub = `https://login.example/id/${organizationId}/${userId}`;
        return { sub, ...(userId && { user_id: userId }), ...signedIn?.info };
      }),

    logout: (...args) => {
      const before = state.session;
      const atOnce = (): void => {
        signedIn = undefined;
        script.signOut();
        if (before) state.change("signed-out", null);
      };
      const journey = (given?: LogoutArgs): void => {
        if (before && given?.toGuest) beGuest(before.uvid);
      };
      return script.run("logout", args, journey, atOnce);
    },
  };
  return Object.defineProperty(client, "ready", {
    get() {
      if (readyFor !== state.session) [ready, readyFor] = [fulfilled(state.session), state.session];
      return ready;
    },
  }) as FakeClient;
}

/** The same session with another token: another object. */
function renewed({ issuedAt, expiresAt, ...facts }: Session): Session {
  return fakeSession(facts);
}

/** The session after a change that the test did not describe further. */
function usual(type: string, before: Session | null): Session | null {
  if (type === "expired" || type === "signed-out") return null;
  if (type === "guest") return fakeSession({ kind: "guest" });
  if (type === "signed-in") return fakeSession();
  return type === "refreshed" && before ? renewed(before) : before;
}
