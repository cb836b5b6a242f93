// A model site in the test's own process, as the packed package has it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "headless-identity";
import { createModelSite } from "headless-identity-model-site";

const realFetch = globalThis.fetch;

/** A site, the client of an app on it, and the person who uses that. */
async function begin(t, settings) {
  const site = await createModelSite(settings);
  globalThis.fetch = site.fetch;
  const client = await createClient({ siteUrl: site.siteUrl, clientId: site.clientId });
  t.after(() => {
    client.close();
    globalThis.fetch = realFetch;
  });
  const [{ username, password }] = site.users;
  return { site, client, person: { username, password } };
}

const failsWith = (code) => (error) => error.code === code;

test("login, renewal, sign-out", async (t) => {
  const { site, client, person } = await begin(t, { app: { isRefreshTokenRotationEnabled: true } });
  const session = await client.login(person);
  assert.equal(session.kind, "user");
  const first = await client.getAccessToken();
  assert.notEqual(await client.getAccessToken({ forceRefresh: true }), first);
  const answer = await client.fetch(`${site.siteUrl}/services/data/v64.0/chatter/users/me`);
  assert.equal((await answer.json()).username, person.username);
  assert.equal(site.oauthSessions().length, 1);
  await client.logout();
  assert.equal(site.oauthSessions().length, 0);
});

test("guest, registration and passwordless login, with codes from the outbox", async (t) => {
  const { site, client, person } = await begin(t);
  const { uvid } = await client.continueAsGuest();
  const newcomer = { firstName: "Joan", lastName: "Clarke", email: "joan@example.com", username: "joan@example.com" };
  const secrets = { password: "Clarke1917!", method: "email", recaptcha: "ok" };
  const started = await client.startRegistration({ ...newcomer, ...secrets });
  const registered = await client.completeRegistration({ ...started, otp: site.outbox().at(-1).otp });
  assert.deepEqual([registered.kind, registered.uvid], ["user", uvid]);
  assert.ok(site.users.some(({ username }) => username === "joan@example.com"));
  const again = await client.startPasswordlessLogin({ username: person.username, method: "email", recaptcha: "ok" });
  assert.equal(site.outbox().at(-1).purpose, "passwordless-login");
  const session = await client.completePasswordlessLogin({ ...again, otp: site.outbox().at(-1).otp });
  assert.equal(session.kind, "user");
});

test("an id token's signature, by the key that the host made", async (t) => {
  const { site, person } = await begin(t);
  const client = await createClient({ siteUrl: site.siteUrl, clientId: site.clientId, idToken: "signature" });
  t.after(() => client.close());
  assert.equal((await client.login(person)).idTokenClaims.preferred_username, person.username);
});

test("a policy is set, and named where it is set wrongly", async (t) => {
  const { site, client, person } = await begin(t);
  site.patch({ org: { oAuthCdCrdtFlowEnable: false } });
  await assert.rejects(client.login(person), failsWith("not_headless"));
  site.patch({ org: { oAuthCdCrdtFlowEnable: true } });
  await client.login(person);
  assert.throws(() => site.patch({ app: { isPkceRequried: true } }), /isPkceRequried/);
  const refused = (error) => error instanceof Error && /isPkceRequried/.test(error.message);
  await assert.rejects(createModelSite({ app: { isPkceRequried: true } }), refused);
  assert.equal(site.settings.app.isPkceRequired, true);
});

test("time passes when it is told to", async (t) => {
  const { site, client, person } = await begin(t);
  await client.login(person);
  const token = await client.getAccessToken();
  const ask = async () => {
    const headers = { authorization: `Bearer ${token}` };
    return (await site.fetch(`${site.siteUrl}/services/data/v64.0/chatter/users/me`, { headers })).status;
  };
  assert.equal(await ask(), 200);
  const [one, other] = [site.advance(0), site.advance(1001)];
  assert.ok(other - one >= 1001, "to the millisecond");
  assert.throws(() => site.advance(-1), /advance: milliseconds/);
  const before = site.advance(0);
  const after = site.advance(3 * 3_600_000);
  assert.ok(after - before >= 3 * 3_600_000 && after - before < 3 * 3_600_000 + 60_000);
  assert.equal(await ask(), 401);
});

test("faults", async (t) => {
  const { site, client, person } = await begin(t);
  site.fault({ path: "/authorize", kind: "drop" });
  await assert.rejects(client.login(person), failsWith("network"));
  assert.equal(site.requests().at(-1).status, 0);
  site.fault({ path: "/token", kind: "truncate" });
  await assert.rejects(client.login(person));
  site.fault({ path: "/authorize", kind: "status" }, { path: "/authorize", kind: "html" });
  await assert.rejects(client.login(person), failsWith("server_error"));
  await assert.rejects(client.login(person), failsWith("not_headless"));
  site.fault({ path: "/token", kind: "delay", ms: 300 });
  const started = performance.now();
  await client.login(person);
  assert.ok(performance.now() - started >= 299);
  assert.throws(() => site.fault({ path: "/token", kind: "explode" }), /kind/);
  site.fault({ path: "/token", kind: "drop", times: 9 });
  site.clearFaults();
  await client.login(person);
});

test("fetch breaks as fetch does", async () => {
  const site = await createModelSite();
  const { fetch, siteUrl } = site;
  const keys = `${siteUrl}/id/keys`;
  site.fault({ path: "/keys", kind: "drop" });
  await assert.rejects(fetch(keys), TypeError);
  site.fault({ path: "/keys", kind: "truncate" });
  const half = await fetch(keys);
  assert.equal(half.status, 200);
  await assert.rejects(half.text(), TypeError);
  await assert.rejects(fetch("https://elsewhere.test/"), (error) => /elsewhere/.test(error.cause.message));
  await assert.rejects(fetch("no address"), TypeError);
  await assert.rejects(fetch(`${keys}?${"a".repeat(70_000)}`), (error) => error instanceof TypeError && error.cause instanceof Error);
  assert.equal((await fetch(`${keys}#part`)).url, keys);
  const whole = await fetch(new Request(keys));
  assert.deepEqual([whole.url, whole.redirected, (await whole.json()).keys.length], [keys, false, 1]);
  const head = await fetch(`${new URL(siteUrl).origin}/__model/sites`, { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [200, ""]);
});

test("an aborted call rejects at once, and the request is carried out", async () => {
  const site = await createModelSite();
  const document = `${site.siteUrl}/.well-known/openid-configuration`;
  await assert.rejects(site.fetch(document, { signal: AbortSignal.abort("why") }), (reason) => reason === "why");
  assert.equal(site.requests().length, 0, "not even sent");
  const endless = new Request(document, { method: "POST", body: new ReadableStream(), duplex: "half", signal: AbortSignal.timeout(20) });
  await assert.rejects(site.fetch(endless), { name: "TimeoutError" });
  site.fault({ path: "/openid-configuration", kind: "delay", ms: 200 });
  const aborted = site.fetch(document, { signal: AbortSignal.timeout(20) });
  await assert.rejects(aborted, { name: "TimeoutError" });
  assert.equal(site.requests().length, 0, "still on its way");
  await new Promise((resolve) => setTimeout(resolve, 400));
  assert.equal(site.requests().at(-1).status, 200);
});

test("redirects are followed, returned or refused", async () => {
  const { fetch, siteUrl, redirectUri, clientId, users } = await createModelSite();
  const [{ username, password }] = users;
  const body = new URLSearchParams({
    response_type: "code_credentials",
    client_id: clientId,
    redirect_uri: redirectUri,
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    username,
    password,
  });
  const ask = (redirect) =>
    fetch(`${siteUrl}/services/oauth2/authorize`, { method: "POST", headers: { "auth-request-type": "Named-User" }, body, redirect });
  const followed = await ask("follow");
  assert.ok(followed.redirected && followed.url.startsWith(redirectUri));
  const shown = await ask("manual");
  assert.equal(shown.status, 302);
  assert.ok(shown.headers.get("location").startsWith(redirectUri));
  await assert.rejects(ask("error"), TypeError);
});

test("an origin that no site can have is named", async () => {
  const misplaced = createModelSite({}, { origin: "http://shop.test" });
  await assert.rejects(misplaced, /origin http:\/\/shop\.test: must be https/);
});

test("sites share nothing, and have the origin that was asked for", async () => {
  const one = await createModelSite({}, { origin: "http://localhost:5173" });
  const other = await createModelSite();
  assert.equal(one.siteUrl, "http://localhost:5173/portal");
  assert.notEqual(one.clientId, other.clientId);
  await one.fetch(`${one.siteUrl}/id/keys`);
  assert.deepEqual([one.requests().length, other.requests().length], [1, 0]);
  assert.equal(one.requests()[0].path, "/portal/id/keys");
  one.clearRequests();
  assert.equal(one.requests().length, 0);
});
