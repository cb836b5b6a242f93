import { createSdk } from "@descope/web-js-sdk";

/** Descope without its flows, which are web components of another package. @type {import("../entries/entry.js").Open} */
export async function open({ siteUrl, clientId }, onChange) {
  const descope = createSdk({ projectId: clientId, baseUrl: siteUrl, persistTokens: true, autoRefresh: true });
  descope.onSessionTokenChange(onChange);
  return {
    async login({ username, password }) {
      const { ok, error } = await descope.password.signIn(username, password);
      if (!ok) throw new Error(error?.errorDescription);
    },
    async getAccessToken() {
      const token = descope.getSessionToken();
      if (token && !descope.isJwtExpired(token)) return token;
      return (await descope.refresh()).data?.sessionJwt; // its timer renews only what this page signed in
    },
    logout: () => descope.logout(),
  };
}
