import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "../lib/browser.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { serve } from "../lib/serve.mjs";

const origin = await serve(import.meta.dirname);
const open = () => openPage(`${origin}/`);

test("arguments of a wrong type reject, and nothing is sent", async () => {
  const [page, site] = await Promise.all([open(), makeSite(origin)]);

  const outcomes = await page.evaluate(async ({ config, user: { username, password } }) => {
    const client = await sdk.createClient(config);
    const throwing = new Proxy({}, { get() { throw new Error("no"); } });
    const never = [undefined, null, 7, "ada", [], {}, Symbol.iterator, () => {}, throwing];
    const codes = [{ identifier: "i", method: "email" }, { identifier: "i", otp: "1", method: "fax" }, { otp: "1", method: "sms" }];
    const persons = [
      { username: "" }, { username: 7 }, { username: "\ud800" }, { username, loginHint: username }, { loginHint: "" },
      { loginHint: username, customData: 7 }, { username, signal: {} },
    ];
    const of = (rest) => persons.map((person) => ({ ...rest, ...person }));
    const registration = { firstName: "A", lastName: "B", email: "c@example.com", username, password, method: "email" };
    const wrong = {
      login: [
        ...never, ...of({ password }), { username }, { password }, { username, password: "" }, { username, password: null },
        { username, password: { toString: () => password } }, { username, password: "\ud800" },
        { get username() { throw new Error("no"); }, password },
      ],
      continueAsGuest: [7, "guest", { uvid: 7 }, { uvid: "not-a-uuid" }, { signal: 1 }],
      startRegistration: [
        ...never, ...Object.keys(registration).map((key) => ({ ...registration, [key]: "" })),
        { ...registration, recaptcha: 7 }, { ...registration, recaptcha: { token: "t" } }, { ...registration, customData: "x" },
      ],
      completeRegistration: [...never, ...codes],
      startPasswordlessLogin: [...never, ...of({ method: "email" }), { username }, { username, method: "fax" }],
      completePasswordlessLogin: [...never, ...codes],
      startPasswordReset: [...never, ...of({}), { username, emailTemplate: 7 }, { username, bearer: "two words" }],
      completePasswordReset: [...never, { username, newPassword: password }, { username, otp: "1" }, { newPassword: password, otp: "1" }],
      socialSignOnUrl: [
        ...never, { provider: "P" }, { redirectUri: "https://shop.example/" }, { provider: "P", redirectUri: "shop" },
        { provider: "P", redirectUri: "https://shop.example/", returnTo: "//elsewhere.example" },
      ],
      completeSocialSignOn: [undefined, null, 7, {}, "", "not a url"],
      getAccessToken: [7, "now", { minTtlSec: "60" }, { minTtlSec: -1 }, { minTtlSec: NaN }, { forceRefresh: "yes" }, { signal: 1 }],
      userInfo: [7, { signal: "stop" }],
      logout: [7, { toGuest: "yes" }, { signal: 5 }],
    };
    const outcomes = [];
    for (const [method, list] of Object.entries(wrong)) {
      for (const [index, args] of list.entries()) {
        let promise;
        try {
          promise = client[method](args);
        } catch {
          outcomes.push(`${method} #${index} threw`);
          continue;
        }
        const outcome = await promise.then(() => "resolved", (error) => (sdk.isHeadlessIdentityError(error) ? error.code : "foreign"));
        if (outcome !== "invalid_argument") outcomes.push(`${method} #${index}: ${outcome}`);
      }
    }
    await client.login({ username, password });
    return outcomes;
  }, site);

  assert.deepEqual(outcomes, []);
  assert.equal((await site.requests()).length, 5, "only the good login at the end was sent");
});

test("a config that cannot work rejects with invalid_config", async () => {
  const page = await open();
  const outcomes = await page.evaluate(async () => {
    const good = { siteUrl: "https://shop.example/portal", clientId: "app" };
    const wrong = [
      undefined, null, 7, "https://shop.example", {}, { clientId: "app" }, { siteUrl: good.siteUrl },
      { ...good, clientId: "" }, { ...good, clientId: 7 }, { ...good, siteUrl: "not a url" },
      { ...good, siteUrl: "http://shop.example" }, { ...good, siteUrl: "https://a:b@shop.example" },
      { ...good, siteUrl: "https://shop.example/?a" }, { ...good, siteUrl: "https://shop.example/#a" },
      { ...good, scopes: "openid" }, { ...good, scopes: ["open id"] }, { ...good, scopes: [""] },
      { ...good, credentials: "query" }, { ...good, timeoutMs: 0 }, { ...good, timeoutMs: "1" },
      { ...good, clockToleranceSec: -1 }, { ...good, otpCredentials: "query" }, { ...good, idToken: "trust" },
      { ...good, storage: "cookie" }, { ...good, storage: 7 }, { ...good, storage: { get() {}, set() {} } }, { ...good, clientSecret: "s" }, { ...good, client_secret: "s" },
      { get siteUrl() { throw new Error("no"); } },
    ];
    const codes = wrong.map((config) => sdk.createClient(config).then(() => "resolved", ({ code, step }) => `${code} ${step}`));
    const others = (await Promise.all(codes)).map((code, index) => `#${index} ${code}`);
    (await sdk.createClient({ ...good, extra: 1 })).close();
    return others.filter((line) => !line.endsWith("invalid_config config"));
  });
  assert.deepEqual(outcomes, []);
});

test("a config that cannot work says what it must be in its message, too: a console shows no more", async () => {
  const page = await open();
  const errors = await page.evaluate(async () => {
    const good = { siteUrl: "https://shop.example/portal", clientId: "app" };
    const wrong = [{ ...good, storage: "cookie" }, { ...good, scopes: "openid" }, { ...good, timeoutMs: 0 }];
    return Promise.all(wrong.map((config) => sdk.createClient(config).catch(({ message, hint }) => ({ message, hint }))));
  });
  for (const { message, hint } of errors) assert.equal(message, `The client's configuration is not valid. ${hint}`);
  assert.deepEqual(errors.map(({ hint }) => hint.split(" ")[0]), ["storage", "scopes", "timeoutMs"]);
});

test("an error is an Error with its facts as own properties", async () => {
  const page = await open();
  const error = await page.evaluate(async () => {
    const client = await sdk.createClient({ siteUrl: "https://shop.example/portal", clientId: "app" });
    const error = await client.getAccessToken().catch((error) => error);
    return {
      keys: Object.keys(error),
      json: JSON.parse(JSON.stringify(error)),
      text: `${error}`,
      firstLine: error.stack.split("\n")[0],
      hasText: new Error("its text").stack.includes("its text"), // as Chromium writes a stack, and no other engine
      isError: error instanceof Error && error instanceof sdk.HeadlessIdentityError,
      absent: error.status === undefined && error.error === undefined && error.errorDescription === undefined,
    };
  });
  assert.deepEqual(error.keys, ["code", "step", "status", "error", "errorDescription", "retryable", "hint"]);
  assert.equal(error.json.name, "HeadlessIdentityError");
  assert.equal(error.json.code, "no_session");
  assert.equal(error.json.step, "session");
  assert.ok(error.json.message && error.json.hint);
  assert.equal(error.text, `HeadlessIdentityError: ${error.json.message}`);
  assert.equal(error.firstLine === error.text, error.hasText);
  assert.ok(error.isError && error.absent);
});

test("an error is recognised across copies of the package, and nothing else is", async () => {
  const page = await open();
  const { acrossCopies, mistaken } = await page.evaluate(async () => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    frame.src = "/";
    await new Promise((resolve) => (frame.onload = resolve));
    const copy = frame.contentWindow.sdk;
    const error = await copy.createClient({}).catch((error) => error);
    const others = [
      undefined, null, 7, "error", Symbol.iterator, {}, [], () => {}, new Error("x"), { name: "HeadlessIdentityError", code: "network" },
      new Proxy({}, { get() { throw new Error("no"); } }),
      new Proxy({}, { get: () => true }), sdk.HeadlessIdentityError.prototype, Object.create(error),
    ];
    return {
      acrossCopies: sdk.isHeadlessIdentityError(error) && !(error instanceof sdk.HeadlessIdentityError),
      mistaken: others.filter(sdk.isHeadlessIdentityError).length,
    };
  });
  assert.ok(acrossCopies);
  assert.equal(mistaken, 0);
});

test("subscribe is synchronous: it throws for what is no function", async () => {
  const page = await open();
  const codes = await page.evaluate(async () => {
    const client = await sdk.createClient({ siteUrl: "https://shop.example/portal", clientId: "app" });
    return [undefined, null, 7, {}, "listener"].map((listener) => {
      try {
        return typeof client.subscribe(listener);
      } catch (error) {
        return sdk.isHeadlessIdentityError(error) ? error.code : "foreign";
      }
    });
  });
  assert.deepEqual(codes, Array(5).fill("invalid_argument"));
});

test("a closed client rejects every call with aborted", async () => {
  const [page, site] = await Promise.all([open(), makeSite(origin)]);
  const codes = await page.evaluate(async ({ config, user }) => {
    const client = await sdk.createClient(config);
    const credentials = { username: user.username, password: user.password };
    const code = (promise) => promise.then(() => "resolved", (error) => error.code);
    const pending = code(client.login(credentials));
    client.close();
    return [await pending, await code(client.login(credentials)), await code(client.getAccessToken()), await code(client.userInfo())];
  }, site);
  assert.deepEqual(codes, Array(4).fill("aborted"));
});
