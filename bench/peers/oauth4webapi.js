import * as oauth from "oauth4webapi";

/** The code flow, start and return. What is kept and when it is renewed is the page's own work. @type {import("../entries/entry.js").Open} */
export async function open({ siteUrl, clientId, redirectUri }, onChange) {
  const issuer = new URL(siteUrl);
  const http = { [oauth.allowInsecureRequests]: true };
  const client = { client_id: clientId };
  let server;
  let session;

  const discover = async () =>
    (server ??= await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, http)));
  const keep = (tokens) => {
    session = { refresh_token: session?.refresh_token, ...tokens, expiresAt: Date.now() + (tokens.expires_in ?? 3600) * 1000 };
    onChange(session);
  };

  return {
    async login() {
      const { authorization_endpoint } = await discover();
      const verifier = oauth.generateRandomCodeVerifier();
      const state = oauth.generateRandomState();
      sessionStorage.setItem("leaving", JSON.stringify({ verifier, state }));
      const url = new URL(authorization_endpoint);
      url.search = new URLSearchParams({
        response_type: "code",
        client_id: clientId,
        redirect_uri: redirectUri,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        state,
      });
      location.assign(url);
    },
    async comeBack(url) {
      const { verifier, state } = JSON.parse(sessionStorage.getItem("leaving"));
      sessionStorage.removeItem("leaving");
      const parameters = oauth.validateAuthResponse(await discover(), client, new URL(url), state);
      const answer = await oauth.authorizationCodeGrantRequest(server, client, oauth.None(), parameters, redirectUri, verifier, http);
      keep(await oauth.processAuthorizationCodeResponse(server, client, answer));
    },
    async getAccessToken() {
      if (session.expiresAt - Date.now() < 60_000) {
        const answer = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), session.refresh_token, http);
        keep(await oauth.processRefreshTokenResponse(server, client, answer));
      }
      return session.access_token;
    },
    async logout() {
      const { refresh_token } = session;
      session = undefined;
      onChange(session);
      await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, oauth.None(), refresh_token, http));
    },
  };
}
