// The behaviour of headless-identity/testing, for every test runner. CommonJS, because Jest wants it so.

exports.fakeClientTests = ({ test, expect }, { createFakeClient, fakeError, fakeSession }, { isHeadlessIdentityError, HeadlessIdentityError }) => {
  const ADA = { username: "ada", password: "secret", session: { userId: "005ADA" }, info: { name: "Ada" } };
  const CODE = { otp: "123456" };
  const codeOf = (promise) => promise.then(() => "resolved", (error) => (isHeadlessIdentityError(error) ? error.code : error));
  const typesOf = (client) => {
    const types = [];
    client.subscribe(({ type, session }) => types.push(session === client.session() ? type : "wrong session"));
    return types;
  };

  test("everybody can log in, with one event", async () => {
    const client = createFakeClient();
    const types = typesOf(client);
    expect(client.session()).toBeNull();
    const session = await client.login({ username: "anybody", password: "any" });
    expect(session).toMatchObject({ kind: "user", tokenFormat: "jwt" });
    expect(client.session()).toBe(session);
    for (const part of [session, session.scopes]) expect(Object.isFrozen(part)).toBe(true);
    expect(types).toEqual(["signed-in"]);
  });

  test("only users who are known can, by name or by hint", async () => {
    const { login, userInfo, session } = createFakeClient({ users: [ADA] });
    expect(await codeOf(login({ username: "ada", password: "wrong" }))).toBe("invalid_credentials");
    expect(await codeOf(login({ username: "bob", password: "secret" }))).toBe("invalid_credentials");
    expect(await codeOf(userInfo())).toBe("no_session");
    expect(session()).toBeNull();
    expect((await login({ loginHint: "ada", password: "secret" })).userId).toBe("005ADA");
    expect(await userInfo()).toMatchObject({ user_id: "005ADA", name: "Ada" });
  });

  test("errors are the package's own", () => {
    const error = fakeError({ code: "password_policy", errorDescription: "Too short." }, "password-reset");
    expect(error).toBeInstanceOf(HeadlessIdentityError);
    expect(error.toJSON()).toMatchObject({ name: "HeadlessIdentityError", step: "password-reset", retryable: false, errorDescription: "Too short." });
    expect(fakeError("rate_limited").retryable).toBe(true);
    expect([500, 400].map((status) => fakeError({ code: "server_error", status }).retryable)).toEqual([true, false]);
    expect(fakeError("no_session").step).toBe("session");
  });

  test("missing arguments reject, and nothing happens", async () => {
    const client = createFakeClient();
    const calls = [
      client.login(),
      client.login({ username: "ada" }),
      client.login({ username: "", password: "secret" }),
      client.startRegistration({ username: "ada" }),
      client.completePasswordlessLogin({ otp: "123456" }),
      client.socialSignOnUrl({ provider: "Google" }),
      client.completeSocialSignOn("no address"),
    ];
    for (const call of calls) expect(await codeOf(call)).toBe("invalid_argument");
    expect(() => client.subscribe("listener")).toThrow(HeadlessIdentityError);
    expect(client.session()).toBeNull();
  });

  test("a guest's UVID comes along, and stays", async () => {
    const client = createFakeClient();
    const types = typesOf(client);
    const { uvid } = await client.continueAsGuest();
    expect(client.session()).toMatchObject({ kind: "guest", uvid });
    expect((await client.continueAsGuest()).uvid).toBe(uvid);
    expect((await client.login({ username: "ada", password: "secret" })).uvid).toBe(uvid);
    await client.logout({ toGuest: true });
    expect(client.session()).toMatchObject({ kind: "guest", uvid });
    await client.logout();
    expect((await client.continueAsGuest()).uvid).not.toBe(uvid);
    expect(types).toEqual(["guest", "guest", "signed-in", "signed-out", "guest", "signed-out", "guest"]);
  });

  test("a registration takes its code, and then the password", async () => {
    const client = createFakeClient({ users: [] });
    const started = await client.startRegistration({
      firstName: "Ada", lastName: "Lovelace", email: "ada@example.com", username: "ada", password: "secret", method: "email",
    });
    expect(started).toMatchObject({ email: "ada@example.com", method: "email" });
    expect(await codeOf(client.completeRegistration({ ...started, otp: "000000" }))).toBe("invalid_otp");
    await client.completeRegistration({ ...started, ...CODE });
    expect(await client.userInfo()).toMatchObject({ given_name: "Ada", email: "ada@example.com" });
    expect(await codeOf(client.completeRegistration({ ...started, ...CODE }))).toBe("invalid_otp");
    expect(await codeOf(client.login({ username: "ada", password: "wrong" }))).toBe("invalid_credentials");
    expect(await codeOf(client.login({ username: "ada", password: "secret" }))).toBe("resolved");
  });

  test("a code goes out for nobody too, but logs nobody in", async () => {
    const client = createFakeClient({ users: [ADA], otp: "777" });
    const bob = await client.startPasswordlessLogin({ username: "bob", method: "sms" });
    expect(await codeOf(client.completePasswordlessLogin({ ...bob, otp: "777" }))).toBe("invalid_otp");
    const ada = await client.startPasswordlessLogin({ username: "ada", method: "sms" });
    expect((await client.completePasswordlessLogin({ ...ada, otp: "777" })).userId).toBe("005ADA");
  });

  test("a reset changes the password and logs nobody in", async () => {
    const client = createFakeClient({ users: [ADA] });
    await client.startPasswordReset({ username: "ada" });
    await client.completePasswordReset({ username: "ada", newPassword: "new", ...CODE });
    expect(client.session()).toBeNull();
    expect(await codeOf(client.login({ username: "ada", password: "secret" }))).toBe("invalid_credentials");
    expect(await codeOf(client.login({ username: "ada", password: "new" }))).toBe("resolved");
  });

  test("social sign-on comes straight back, once", async () => {
    const client = createFakeClient();
    const callback = await client.socialSignOnUrl({ provider: "Google", redirectUri: "https://app.example/back?a=1", returnTo: "/cart" });
    expect(callback).toMatch(/^https:\/\/app\.example\/back\?a=1&code=/);
    expect((await client.completeSocialSignOn(callback)).returnTo).toBe("/cart");
    expect(client.session().kind).toBe("user");
    expect(await codeOf(client.completeSocialSignOn(callback))).toBe("state_mismatch");
  });

  test("a test scripts what comes next", async () => {
    const client = createFakeClient();
    const login = () => client.login({ username: "ada", password: "secret" });
    client.failNext("login", "rate_limited");
    client.failNext("login", { code: "server_error", status: 503 });
    await expect(login()).rejects.toMatchObject({ code: "rate_limited", step: "authorize" });
    await expect(login()).rejects.toMatchObject({ status: 503, retryable: true });
    expect(client.session()).toBeNull();

    const release = client.holdNext("login");
    const pending = login();
    await codeOf(client.getAccessToken());
    expect(client.session()).toBeNull();
    release();
    expect(await pending).toBe(client.session());
    expect(client.calls.map(({ method }) => method)).toEqual(["login", "login", "login", "getAccessToken"]);
    expect(client.calls[0].args).toEqual([{ username: "ada", password: "secret" }]);
  });

  test("a sign-out is done before its call returns, and no login that began before brings a session", async () => {
    const client = createFakeClient({ session: {} });
    client.holdNext("logout");
    void client.logout();
    expect(client.session()).toBeNull();
    const release = client.holdNext("login");
    const late = codeOf(client.login({ username: "ada", password: "secret" }));
    await client.logout();
    release();
    expect([await late, client.session()]).toEqual(["aborted", null]);
    client.failNext("logout", "network");
    await client.login({ username: "ada", password: "secret" });
    expect(await codeOf(client.logout())).toBe("network");
    expect(client.session()).not.toBeNull();
  });

  test("arguments are taken when the call is made", async () => {
    const client = createFakeClient({ users: [ADA] });
    const form = { username: "ada", password: "secret" };
    const login = client.login(form);
    form.password = "";
    expect((await login).userId).toBe("005ADA");
    expect(client.calls[0].args).toEqual([{ username: "ada", password: "secret" }]);
  });

  test("callers at the same time share what they share with the real client", async () => {
    const client = createFakeClient();
    const types = typesOf(client);
    const [one, other] = await Promise.all([client.continueAsGuest(), client.continueAsGuest()]);
    expect(one).toBe(other);
    const callback = await client.socialSignOnUrl({ provider: "Google", redirectUri: "https://app.example/back" });
    const complete = () => client.completeSocialSignOn(callback);
    const [first, second] = await Promise.all([complete(), complete()]);
    expect([first, second]).toEqual([client.session(), client.session()]);
    expect(types).toEqual(["guest", "signed-in"]);
    expect(client.calls.length).toBe(5);
  });

  test("a caller that gives up does not take the others along, and alone it ends the work", async () => {
    const client = createFakeClient();
    const [first, second, alone] = [new AbortController(), new AbortController(), new AbortController()];
    const givenUp = client.continueAsGuest({ signal: first.signal });
    first.abort(); // as the effect of a component that is mounted twice
    const stays = client.continueAsGuest({ signal: second.signal });
    await expect(givenUp).rejects.toMatchObject({ code: "aborted" });
    expect((await stays).kind).toBe("guest");
    await client.logout();
    client.holdNext("continueAsGuest")();
    const last = client.continueAsGuest({ signal: alone.signal });
    alone.abort();
    await expect(last).rejects.toMatchObject({ code: "aborted" });
    await new Promise((resolve) => setTimeout(resolve));
    expect(client.session()).toBe(null);
    const release = client.holdNext("continueAsGuest");
    const before = client.continueAsGuest();
    await client.logout();
    const after = client.continueAsGuest(); // another visit: that sign-out does not concern it
    release();
    await expect(before).rejects.toMatchObject({ code: "aborted" });
    expect((await after).kind).toBe("guest");
    await expect(client.login({ username: "ada", password: "x", signal: {} })).rejects.toMatchObject({ code: "invalid_argument" });
  });

  test("a wrong code is told where the real client tells it", async () => {
    const client = createFakeClient();
    const started = await client.startPasswordlessLogin({ username: "ada", method: "email" });
    await expect(client.completePasswordlessLogin({ ...started, otp: "1" })).rejects.toMatchObject({ code: "invalid_otp", step: "authorize" });
    await client.continueAsGuest();
    await expect(client.userInfo()).rejects.toMatchObject({ code: "session_expired" });
  });

  test("whoever is unsubscribed, or whose client is closed, hears no more", () => {
    const client = createFakeClient({ session: {} });
    const heard = [];
    const before = client.session();
    client.subscribe(() => end());
    const end = client.subscribe(() => heard.push("unsubscribed"));
    client.change({ type: "refreshed" });
    expect(client.session()).not.toBe(before);
    client.subscribe(() => heard.push("closed"));
    client.close();
    client.change({ type: "expired" });
    expect(heard).toEqual([]);
  });

  test("a signal and close() abort, also what is held", async () => {
    const client = createFakeClient();
    const controller = new AbortController();
    const login = (signal) => codeOf(client.login({ username: "ada", password: "secret", signal }));
    client.holdNext("login");
    const late = login(controller.signal);
    controller.abort();
    expect([await late, await login(controller.signal)]).toEqual(["aborted", "aborted"]);
    const reason = "the person went away";
    const error = await client.userInfo({ signal: AbortSignal.abort(reason) }).catch((error) => error);
    expect(error.cause).toBe(reason);
    client.holdNext("login");
    const held = login();
    client.close();
    expect([await held, await login()]).toEqual(["aborted", "aborted"]);
    expect(client.session()).toBeNull();
  });

  test("tokens are renewed, and the session with them", async () => {
    const client = createFakeClient({ session: { idTokenClaims: { name: "Ada" }, issuedAt: 1 } });
    const types = typesOf(client);
    const first = await client.getAccessToken();
    expect(await client.getAccessToken()).toBe(first);
    expect(await client.getAccessToken({ forceRefresh: true })).not.toBe(first);
    expect(client.session().idTokenClaims).toEqual({ name: "Ada" });
    expect(client.session().issuedAt).toBeGreaterThan(1);
    expect(types).toEqual(["refreshed"]);
  });

  test("fetch answers what the test says", async () => {
    expect(await codeOf(createFakeClient().fetch("/api"))).toBe("network");
    const client = createFakeClient({ fetch: async (input) => ({ ok: true, input }) });
    expect(await client.fetch("/api")).toEqual({ ok: true, input: "/api" });
  });

  test("the session changes by itself", () => {
    const client = createFakeClient({ session: {} });
    const events = [];
    const end = client.subscribe((event) => events.push(event));
    client.change({ type: "signed-out", fromOtherTab: true });
    client.change({ type: "signed-in", session: { userId: "005ADA" } });
    client.change({ type: "storage-failed" });
    expect(client.session().userId).toBe("005ADA");
    client.change({ type: "guest" });
    client.change({ type: "expired" });
    end();
    client.change({ type: "signed-in" });
    expect(events.map(({ type, session, fromOtherTab }) => [type, session?.kind ?? null, fromOtherTab])).toEqual([
      ["signed-out", null, true],
      ["signed-in", "user", false],
      ["storage-failed", "user", false],
      ["guest", "guest", false],
      ["expired", null, false],
    ]);
  });

  test("a listener that throws is reported and harms nobody", async () => {
    const reported = [];
    const { reportError } = globalThis;
    globalThis.reportError = (error) => reported.push(error);
    const client = createFakeClient();
    const failure = new Error("listener");
    client.subscribe(() => {
      throw failure;
    });
    const types = typesOf(client);
    await client.continueAsGuest();
    globalThis.reportError = reportError;
    expect(types).toEqual(["guest"]);
    expect(reported).toEqual([failure]);
  });

  test("ready is the session, and one promise until it changes", async () => {
    const client = createFakeClient();
    const { ready } = client;
    expect(client.ready).toBe(ready);
    expect(await ready).toBeNull();
    const session = await client.login({ username: "ada", password: "secret" });
    expect(client.ready).not.toBe(ready);
    expect(await client.ready).toBe(session);
    expect(Object.keys(client)).not.toContain("ready");
  });

  test("fetch rejects with the package's errors, and ends by its signal and with the client", async () => {
    const offline = createFakeClient({ fetch: async () => Promise.reject(new TypeError("offline")) });
    const error = await offline.fetch("/").catch((error) => error);
    expect([error.code, error.step, error.cause.message]).toEqual(["network", "fetch", "offline"]);
    const hanging = createFakeClient({ fetch: () => new Promise(() => {}) });
    const controller = new AbortController();
    const coming = [hanging.fetch("/", { signal: controller.signal }), hanging.fetch({ url: "/", signal: controller.signal }, {})];
    controller.abort();
    for (const call of coming) expect(await codeOf(call)).toBe("aborted");
    const last = hanging.fetch("/");
    await null;
    hanging.close();
    expect(await codeOf(last)).toBe("aborted");
  });

  test("what a test misspells is said", () => {
    const client = createFakeClient();
    expect(() => client.failNext("logn", "rate_limited")).toThrow(/logn/);
    expect(() => client.holdNext("toString")).toThrow(/toString/);
    expect(() => client.failNext("login", "rate_limit")).toThrow(/rate_limit/);
    expect(() => client.failNext("login", { code: "rate_limit" })).toThrow(/rate_limit/);
  });

  test("sessions for a component are made of a few facts", () => {
    expect(fakeSession({ kind: "guest" })).toMatchObject({ kind: "guest", uvid: expect.any(String) });
    expect(fakeSession({ kind: "guest" })).not.toHaveProperty("userId");
    const { issuedAt, expiresAt } = fakeSession();
    expect(expiresAt).toBeGreaterThan(issuedAt);
  });
};
