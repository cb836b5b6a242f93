/** Runs in the page before the app does: the journeys of `canary.test.mjs`, and what they tell. */
export function prepare() {
  globalThis.told = [];
  performance.setResourceTimingBufferSize(10_000); // of all requests, and not only of the first 250

  /** An error, with all that somebody may print of it. */
  const tell = (error, depth = 0) => {
    if (depth > 5 || error === undefined) return;
    const clone = (() => {
      try {
        return structuredClone(error);
      } catch {
        return undefined;
      }
    })();
    for (const shown of [error, clone]) {
      if (!(shown instanceof Object)) continue;
      for (const key of [...Object.getOwnPropertyNames(shown), "name", "message", "stack"]) told.push(`${key}: ${shown[key]}`);
    }
    told.push(String(error), JSON.stringify(error) ?? "");
    tell(error?.cause, depth + 1);
  };
  const attempt = async (call) => {
    try {
      const value = await call();
      if (value !== undefined && typeof value !== "string") told.push(JSON.stringify(value));
      return value;
    } catch (error) {
      tell(error);
    }
  };

  /** Opens a client that tells everything, and runs a journey with it. */
  globalThis.travel = async (name, { config, secrets, username, number }) => {
    const client = await attempt(() => sdk.createClient(config));
    client?.subscribe((event) => told.push(JSON.stringify(event)));
    const call = (method, ...args) => attempt(() => client[method](...args));
    const { password, wrongPassword, newPassword, weakPassword, bearer, recaptcha, customData } = secrets;
    const person = { username, password };
    const start = { recaptcha, bearer };
    const visitor = `visitor-${number}@example.com`;
    const custom = { note: customData, deeper: [{ note: customData }] };
    const withCode = async (started, complete, address) => {
      if (!started) return;
      await call(complete, { ...started, otp: "wrong-code-canary" });
      await call(complete, { ...started, otp: await codeSentTo(address) });
    };
    const journeys = {
      login: () => call("login", person),
      "a refused login": () => call("login", { username, password: wrongPassword }),
      "a login by hint": () => call("login", { loginHint: username, password, customData: custom }),
      guest: () => call("continueAsGuest"),
      async registration() {
        await call("continueAsGuest");
        const args = { firstName: "A", lastName: "B", email: visitor, username: visitor, password: newPassword, method: "email" };
        await withCode(await call("startRegistration", { ...args, ...start, customData: custom }), "completeRegistration", visitor);
      },
      async passwordless() {
        const args = { loginHint: username, customData: custom, method: "email", ...start };
        await withCode(await call("startPasswordlessLogin", args), "completePasswordlessLogin", username);
      },
      async "password reset"() {
        const grace = "grace@example.com";
        await call("startPasswordReset", { username: grace, ...start });
        const otp = (await codeSentTo(grace)) ?? "none";
        await call("completePasswordReset", { username: grace, newPassword, otp: "wrong-code-canary" });
        await call("completePasswordReset", { username: grace, newPassword: weakPassword, otp });
        await call("completePasswordReset", { username: grace, newPassword, otp });
      },
      async renewal() {
        await call("login", person);
        await call("getAccessToken", { forceRefresh: true });
        await call("getAccessToken");
      },
      async "use of the token"() {
        await call("login", person);
        await call("userInfo");
        const answer = await call("fetch", `${config.siteUrl}/services/data/v64.0/chatter/users/me`);
        await answer?.text().catch(() => {});
        await call("fetch", "/app.js");
        await call("fetch", "http://127.0.0.1:9/");
      },
      async "sign-out"() {
        await call("login", person);
        await call("logout");
      },
      async "sign-out to guest"() {
        await call("continueAsGuest");
        await call("login", person);
        await call("logout", { toGuest: true });
      },
      async mistakes() {
        await call("login", person);
        const broken = `${password}\ud800`;
        const throwing = { get username() { throw new Error(password); }, password };
        await call("login", password);
        await call("login", { username: { password }, password });
        await call("login", { username, password: broken });
        await call("login", { username, password: [password] });
        await call("login", throwing);
        await call("login", { loginHint: username, password, customData: password });
        await call("startRegistration", { ...start, password: newPassword, method: newPassword });
        await call("startPasswordReset", { username, bearer: `${bearer} ${bearer}` });
        await call("startPasswordReset", { username, recaptcha: { token: recaptcha, siteKey: 7 } });
        await call("completePasswordlessLogin", { identifier: "", otp: "wrong-code-canary", method: "email" });
        await call("completeSocialSignOn", `https://shop.example/?${new URLSearchParams({ code: password, state: bearer })}`);
        await call("completeSocialSignOn", password);
        await call("fetch", `https://ada:${encodeURIComponent(password)}@shop.example/`);
        await call("fetch", `https://shop.example:${password}`);
        await attempt(() => sdk.createClient({ ...config, clientSecret: bearer }));
        await attempt(() => sdk.createClient({ ...config, siteUrl: `https://ada:${encodeURIComponent(password)}@shop.example` }));
        await attempt(() => sdk.createClient({ ...config, [bearer]: bearer, storage: bearer }));
        await attempt(() => sdk.pkceChallenge(password));
        // The cause is the reason that the app itself gave; everything else about the error must not show it.
        for (const [method, args] of [["login", person], ["getAccessToken", {}]]) {
          await attempt(() => client[method]({ ...args, signal: AbortSignal.abort(password) }).catch((error) => {
            delete error.cause;
            throw error;
          }));
        }
        await call("fetch", config.siteUrl, { signal: AbortSignal.abort("the person went away") });
      },
      async "a store that fails and tells all"() {
        const tattling = { get: () => customData, set: (_, text) => { throw new Error(text); }, remove: () => Promise.reject(customData) };
        const other = await attempt(() => sdk.createClient({ ...config, storage: tattling }));
        await attempt(() => sdk.createClient({ ...config, storage: { ...tattling, get: () => { throw new Error(customData); } } }));
        const writing = await attempt(() => sdk.createClient({ ...config, storage: { ...tattling, get: () => null, remove() {} } }));
        for (const client of [other, writing]) {
          client?.subscribe((event) => told.push(JSON.stringify(event)));
          if (client) await attempt(() => client.login(person));
        }
      },
      async "a core that breaks down"() {
        await call("login", person);
        new Uint8Array(coreMemory).fill(0xff);
        const soon = new Promise((resolve) => setTimeout(resolve, 1_000));
        for (const method of ["login", "getAccessToken", "userInfo", "logout"]) await Promise.race([call(method, person), soon]);
        if (!told.some((text) => text.includes("wasm_unavailable"))) throw new Error("the core goes on");
      },
    };
    await journeys[name]();
    await attempt(() => client?.close());
  };
}
