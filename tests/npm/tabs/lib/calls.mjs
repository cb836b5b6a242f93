/** What a person does in a tab. The functions named `…InPage` run there, and are given plain data. */

/** Runs in each page before the app does: `callOf(name, args)` calls the client, and says how it went and how long it took. */
export function prepareCalls() {
  const registration = { firstName: "Grace", lastName: "Hopper", password: "Compiler1952", method: "email", recaptcha: "ok" };
  const calls = {
    login: (person) => client.login(person),
    guest: () => client.continueAsGuest(),
    token: () => client.getAccessToken(),
    refresh: () => client.getAccessToken({ forceRefresh: true }),
    userInfo: () => client.userInfo(),
    async fetch({ address }) {
      const answer = await client.fetch(address);
      await answer.text().catch(() => "broken off"); // a browser holds what nobody reads
      return `status ${answer.status}`;
    },
    startRegistration: ({ username }) => client.startRegistration({ ...registration, username, email: username }),
    completeRegistration: (args) => client.completeRegistration(args),
    startPasswordless: ({ username }) => client.startPasswordlessLogin({ username, method: "email", recaptcha: "ok" }),
    completePasswordless: (args) => client.completePasswordlessLogin(args),
    logout: () => client.logout(),
    logoutToGuest: () => client.logout({ toGuest: true }),
  };
  globalThis.rejections = [];
  addEventListener("unhandledrejection", ({ reason }) => rejections.push(reason?.code ?? reason?.name ?? typeof reason));

  globalThis.callOf = async (name, args) => {
    const began = performance.now();
    const told = { outcome: "done" };
    try {
      const value = await calls[name](args);
      if (name.startsWith("start")) told.started = value;
      if (name === "fetch") told.detail = value;
    } catch (error) {
      told.outcome = sdk.isHeadlessIdentityError(error) ? error.code : `foreign ${error?.name}`;
    }
    told.ms = Math.round(performance.now() - began);
    return told;
  };
}

/** Two calls, with the code that the site has sent in between. */
const withCode = (start, complete) =>
  async function (call, site, { username }) {
    const first = await call(start, { username });
    if (!first.started) return first;
    const otp = (await site.lastCode(username)) ?? "no code came";
    return call(complete, { ...first.started, otp });
  };

/** How each journey goes: `call` runs one call of the client in the tab. */
export const JOURNEYS = {
  registration: withCode("startRegistration", "completeRegistration"),
  passwordless: withCode("startPasswordless", "completePasswordless"),
  fetch: (call, site) => call("fetch", { address: site.sample }),
};
for (const name of ["login", "guest", "token", "refresh", "userInfo", "logout", "logoutToGuest"]) {
  JOURNEYS[name] = (call, _, args) => call(name, args);
}

/** Those that put another session, or none, in place of the one there is. */
export const REPLACING = ["login", "guest", "registration", "passwordless", "logout", "logoutToGuest"];
