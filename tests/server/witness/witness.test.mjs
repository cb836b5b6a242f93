import assert from "node:assert/strict";
import { after, test } from "node:test";
import * as jose from "jose";
import * as oauth from "oauth4webapi";
import { login, makeSite, stop } from "./site.mjs";

after(stop);

const insecure = { [oauth.allowInsecureRequests]: true };

/** A login, as oauth4webapi takes it from the callback on. */
async function signIn(settings) {
  const site = await makeSite(settings);
  const issuer = new URL(site.siteUrl);
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
  const client = { client_id: site.clientId };
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const callback = await login(site, await oauth.calculatePKCECodeChallenge(verifier), state);
  const params = oauth.validateAuthResponse(server, client, callback, state);
  const answer = await oauth.authorizationCodeGrantRequest(
    server, client, oauth.None(), params, site.redirectUri, verifier, insecure,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, { requireIdToken: true });
  await oauth.validateApplicationLevelSignature(server, answer, insecure);
  return { site, server, client, tokens, claims: oauth.getValidatedIdTokenClaims(tokens) };
}

const refresh = ({ server, client }, token) =>
  oauth.refreshTokenGrantRequest(server, client, oauth.None(), token, insecure);

const userInfo = ({ server, client }, token) =>
  oauth.userInfoRequest(server, client, token, insecure);

const revoke = async ({ server, client }, token) =>
  oauth.processRevocationResponse(await oauth.revocationRequest(server, client, oauth.None(), token, insecure));

test("oauth4webapi exchanges a code and accepts the id token with its signature", async () => {
  const { site, tokens, claims } = await signIn();
  assert.equal(tokens.token_type, "bearer");
  assert.equal(claims.iss, site.siteUrl);
  assert.equal(claims.sub, tokens.id);
  assert.equal(claims.at_hash.length, 22);
});

test("oauth4webapi reads userinfo for the id token's subject", async () => {
  const login = await signIn();
  const answer = await userInfo(login, login.tokens.access_token);
  const info = await oauth.processUserInfoResponse(login.server, login.client, login.claims.sub, answer);
  assert.equal(info.preferred_username, login.site.users[0].username);
});

test("oauth4webapi refreshes, with and without rotation", async () => {
  for (const isRefreshTokenRotationEnabled of [false, true]) {
    const login = await signIn({ app: { isRefreshTokenRotationEnabled } });
    const { server, client, tokens } = login;
    const answer = await refresh(login, tokens.refresh_token);
    const renewed = await oauth.processRefreshTokenResponse(server, client, answer);
    assert.notEqual(renewed.access_token, tokens.access_token);
    assert.equal(typeof renewed.refresh_token, isRefreshTokenRotationEnabled ? "string" : "undefined");
    if (!isRefreshTokenRotationEnabled) continue;
    const reused = oauth.processRefreshTokenResponse(server, client, await refresh(login, tokens.refresh_token));
    await assert.rejects(reused, { error: "invalid_grant", error_description: "expired access/refresh token" });
  }
});

test("oauth4webapi revokes and introspects", async () => {
  const login = await signIn();
  const { site, server, client, tokens } = login;
  const introspect = async () => {
    const auth = oauth.ClientSecretPost(site.clientSecret);
    const answer = await oauth.introspectionRequest(server, client, auth, tokens.access_token, insecure);
    return oauth.processIntrospectionResponse(server, client, answer);
  };
  const about = await introspect();
  assert.equal(about.active, true);
  assert.equal(about.sub, tokens.id);
  await revoke(login, tokens.refresh_token);
  assert.deepEqual(await introspect(), { active: false });
  const refused = await userInfo(login, tokens.access_token);
  assert.equal(refused.status, 403);
});

test("jose verifies access token and id token by the published keys", async () => {
  const { site, server, tokens } = await signIn();
  const keys = jose.createRemoteJWKSet(new URL(server.jwks_uri));
  const issuer = site.siteUrl;
  const access = await jose.jwtVerify(tokens.access_token, keys, { issuer, audience: issuer, algorithms: ["RS256"] });
  assert.equal(access.payload.client_id, site.clientId);
  assert.equal(access.protectedHeader.tty, "sfdc-core-token");
  const id = await jose.jwtVerify(tokens.id_token, keys, { issuer, audience: site.clientId, algorithms: ["RS256"] });
  assert.equal(id.payload.exp - id.payload.iat, 120);
});

test("jose refuses a token by another org's keys, and an altered one", async () => {
  const { server, tokens } = await signIn();
  const other = await signIn();
  const keys = (jwksUri) => jose.createRemoteJWKSet(new URL(jwksUri));
  await assert.rejects(jose.jwtVerify(tokens.access_token, keys(other.server.jwks_uri)), jose.errors.JWKSNoMatchingKey);
  const [header, , signature] = tokens.access_token.split(".");
  const payload = jose.base64url.encode(JSON.stringify({ ...jose.decodeJwt(tokens.access_token), sub: "uid:other" }));
  const altered = jose.jwtVerify(`${header}.${payload}.${signature}`, keys(server.jwks_uri));
  await assert.rejects(altered, jose.errors.JWSSignatureVerificationFailed);
});
