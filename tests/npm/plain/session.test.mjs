import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "../lib/browser.mjs";
import { makeSite } from "../lib/model-site.mjs";
import { serve } from "../lib/serve.mjs";

const origin = await serve(import.meta.dirname);

test("a session is used, then ended", async () => {
  const site = await makeSite(origin);
  const page = await openPage(`${origin}/`);

  const seen = await page.evaluate(async ({ config, user }) => {
    const { login, session, getAccessToken, userInfo, logout, subscribe } = await sdk.createClient(config);
    const events = [];
    const unsubscribe = subscribe(({ type }) => events.push(type));
    const signedIn = await login({ username: user.username, password: user.password });
    const sample = `${config.siteUrl}/services/data/v64.0/chatter/users/me`;
    const token = await getAccessToken();
    const resource = await fetch(sample, { headers: { authorization: `Bearer ${token}` } }).then((answer) => answer.json());
    const info = await userInfo();
    await logout();
    const after = { session: session(), code: await getAccessToken().catch((error) => error.code) };
    unsubscribe();
    await login({ username: user.username, password: user.password });
    return { signedIn, resource, info, after, events };
  }, site);

  assert.equal(seen.resource.id, site.user.id);
  assert.equal(seen.info.user_id, site.user.id);
  assert.equal(seen.signedIn.userId, site.user.id);
  assert.deepEqual(seen.after, { session: null, code: "no_session" });
  assert.deepEqual(seen.events, ["signed-in", "signed-out"], "nothing on subscribing, nothing after unsubscribing");
});

test("an aborted login rejects and leaves nobody signed in", async () => {
  const site = await makeSite(origin);
  const page = await openPage(`${origin}/`);

  const seen = await page.evaluate(async ({ config, user: { username, password } }) => {
    const client = await sdk.createClient(config);
    const code = (signal) => client.login({ username, password, signal }).then(() => "resolved", (error) => error.code);
    const early = await code(AbortSignal.abort());
    const controller = new AbortController();
    const late = code(controller.signal);
    controller.abort("the person went away");
    return { early, late: await late, session: client.session() };
  }, site);

  assert.deepEqual(seen, { early: "aborted", late: "aborted", session: null });
});

test("the proof key is that of RFC 7636, appendix B", async () => {
  const page = await openPage(`${origin}/`);
  const seen = await page.evaluate(async () => {
    const { verifier, challenge } = await sdk.createPkcePair();
    const code = (value) => sdk.pkceChallenge(value).then(() => "resolved", (error) => error.code);
    return {
      appendixB: await sdk.pkceChallenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
      fits: challenge === (await sdk.pkceChallenge(verifier)),
      verifier,
      refused: await Promise.all([undefined, null, 7, {}, "", "short", "a".repeat(129), "ä".repeat(43)].map(code)),
    };
  });
  assert.equal(seen.appendixB, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  assert.ok(seen.fits);
  assert.match(seen.verifier, /^[A-Za-z0-9._~-]{43,128}$/);
  assert.deepEqual(seen.refused, Array(8).fill("invalid_argument"));
});
