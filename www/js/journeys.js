/**
 * What a customer can do, as calls of the SDK: the part of the storefront to copy from. Every call is shown on the
 * developer's bench as it happens.
 */

import { callbackUrl } from "./social.js";
import { forgetWaiting, keepWaiting } from "./waiting.js";

/** @typedef {import("../pkg/index.js").HeadlessClient} HeadlessClient */
/** @typedef {import("./code-form.js").Errand} Errand */
/** @typedef {import("./waiting.js").Started} Started */
/** @typedef {import("./waiting.js").Waiting} Waiting */

/** The greeting is nice to have: a slow userinfo must not keep a customer from being signed in. */
const PROFILE_TIMEOUT_MS = 4000;
/** Nor must a slow guest flow. */
const VISIT_TIMEOUT_MS = 6000;

/**
 * @param {HeadlessClient} client
 * @param {import("./site.js").Site} site
 * @param {import("./bench.js").Bench} bench
 * @param {() => string | undefined} knownVisitor  The visitor whose basket is here, if it is known whose it is.
 */
export function createJourneys(client, site, bench, knownVisitor) {
  let visiting = Promise.resolve();

  /**
   * A journey of a person's. It waits for the visitor's session: of two journeys at once the one that ends last would win,
   * and a login that began without the visitor would not carry their id.
   * @template T
   * @param {string} call  @param {() => Promise<T>} run
   */
  async function journey(call, run) {
    await visiting;
    return bench.during(call, run);
  }

  /**
   * What is left to do when the code is there. `start` sends another code; after a reload a registration cannot do that,
   * for what the person had typed is gone.
   * @param {Waiting & { started: Started }} waiting  @param {() => Promise<Started>} [start]  @returns {Errand}
   */
  function errand(waiting, start) {
    keepWaiting(waiting);
    const call = waiting.purpose === "registration" ? "completeRegistration" : "completePasswordlessLogin";
    return {
      ...waiting,
      complete: async (otp) => {
        await journey(call, () => client[call]({ ...waiting.started, otp }));
        forgetWaiting();
      },
      again: start && (async () => {
        waiting = { ...waiting, started: await start() };
        keepWaiting(waiting);
      }),
    };
  }

  /** @param {import("./register-form.js").NewCustomer} person */
  async function register({ email, ...person }) {
    const start = async () => {
      const recaptcha = await site.recaptcha("registration");
      return journey("startRegistration", () =>
        client.startRegistration({ ...person, email, username: email, method: "email", recaptcha }),
      );
    };
    return errand({ purpose: "registration", name: email, started: await start() }, start);
  }

  /** @param {string} username  @param {Started} [started]  From before a reload. */
  async function passwordless(username, started) {
    const start = async () => {
      const recaptcha = await site.recaptcha("passwordless");
      return journey("startPasswordlessLogin", () =>
        client.startPasswordlessLogin({ username, method: "email", recaptcha }),
      );
    };
    return errand({ purpose: "passwordless-login", name: username, started: started ?? (await start()) }, start);
  }

  /** Goes on with what waited for its code before a reload. @param {Waiting} waiting */
  async function resume({ purpose, name, started }) {
    if (!started) return undefined;
    return purpose === "registration" ? errand({ purpose, name, started }) : passwordless(name, started);
  }

  return {
    register,
    passwordless,
    resume,

    /** Begins a visitor's session, so that a basket has an owner. A shop without guests works all the same. */
    visit() {
      if (client.session()) return visiting;
      const [uvid, signal] = [knownVisitor(), AbortSignal.timeout(VISIT_TIMEOUT_MS)];
      visiting = bench.during("continueAsGuest", () => client.continueAsGuest({ uvid, signal })).then(
        () => {},
        () => bench.nobody(),
      );
      return visiting;
    },

    /** @param {{ username: string, password: string }} credentials */
    login: (credentials) => journey("login", () => client.login(credentials)),

    /** @param {string} username */
    async startReset(username) {
      const recaptcha = await site.recaptcha("password-reset");
      await journey("startPasswordReset", () => client.startPasswordReset({ username, recaptcha }));
      keepWaiting({ purpose: "forgot-password", name: username });
    },

    /**
     * Setting a password logs nobody in; that is one more call.
     * @param {{ username: string, newPassword: string, otp: string }} args
     */
    async completeReset(args) {
      await journey("completePasswordReset", () => client.completePasswordReset(args));
      forgetWaiting();
      await journey("login", () => client.login({ username: args.username, password: args.newPassword }));
    },

    /** The address of the provider. @param {string} provider  @param {string} returnTo */
    async leaveFor(provider, returnTo) {
      const redirectUri = callbackUrl(location.href);
      return journey("socialSignOnUrl", () => client.socialSignOnUrl({ provider, redirectUri, returnTo }));
    },

    /** @param {string} address  the callback  @returns {Promise<string | undefined>}  Where the person wanted to go. */
    async comeBack(address) {
      const session = await journey("completeSocialSignOn", () => client.completeSocialSignOn(address));
      return session.returnTo;
    },

    /** Who it is, for the greeting. */
    profile() {
      const signal = AbortSignal.timeout(PROFILE_TIMEOUT_MS);
      return bench.during("userInfo", () => client.userInfo({ signal })).catch(() => undefined);
    },

    /** @param {{ toGuest: boolean }} options */
    async signOut({ toGuest }) {
      const call = toGuest ? "logout to guest" : "logout";
      // Whatever the site says to it, the person is signed out.
      await bench.during(call, () => client.logout({ toGuest })).catch(() => {});
    },
  };
}
