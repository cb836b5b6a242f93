// What somebody writes who needs the login and nothing else: fetch and WebCrypto, the session in a variable. It asks for
// the status and trusts the rest: no error that tells what to change, no check of the id token, no timeout, no other tabs.

const encode = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const random = () => encode(crypto.getRandomValues(new Uint8Array(32)));

/** A proof key of RFC 7636. */
export async function pkcePair() {
  const verifier = random();
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return { verifier, challenge: encode(new Uint8Array(digest)) };
}

async function post(url, fields, headers) {
  const answer = await fetch(url, {
    method: "POST",
    headers,
    body: new URLSearchParams(fields),
    credentials: "omit",
    referrerPolicy: "no-referrer",
    cache: "no-store",
  });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer;
}

/** @type {import("./entry.js").Open} */
export async function open({ siteUrl, clientId, redirectUri }, onChange) {
  const endpoint = (name) => `${siteUrl}/services/oauth2/${name}`;
  let session = null;

  async function enter(fields) {
    const answer = await post(endpoint("token"), { client_id: clientId, ...fields });
    const tokens = await answer.json();
    session = { ...session, ...tokens, expiresAt: Date.now() + tokens.expires_in * 1000 };
    onChange(session);
  }

  return {
    async login({ username, password }) {
      const { verifier, challenge } = await pkcePair();
      const state = random();
      // The redirect leads to the site's echo, which answers with the code: fetch follows by itself.
      const echo = await post(
        endpoint("authorize"),
        {
          response_type: "code_credentials",
          client_id: clientId,
          redirect_uri: redirectUri,
          code_challenge: challenge,
          code_challenge_method: "S256",
          state,
          username,
          password,
        },
        { "auth-request-type": "Named-User" },
      );
      const { code, state: echoed } = await echo.json();
      if (echoed !== undefined && echoed !== state) throw new Error("state");
      session = null;
      await enter({ grant_type: "authorization_code", code, redirect_uri: redirectUri, code_verifier: verifier });
    },
    async getAccessToken() {
      if (session.expiresAt - Date.now() < 60_000) {
        await enter({ grant_type: "refresh_token", refresh_token: session.refresh_token });
      }
      return session.access_token;
    },
    async logout() {
      const token = session.refresh_token;
      session = null;
      onChange(session);
      await post(endpoint("revoke"), { token });
    },
  };
}
