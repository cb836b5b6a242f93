import { OktaAuth } from "@okta/okta-auth-js/idx";

/** @type {import("../entries/entry.js").Open} */
export async function open({ siteUrl, clientId, redirectUri }, onChange) {
  const auth = new OktaAuth({ issuer: siteUrl, clientId, redirectUri, scopes: ["openid", "offline_access"] });
  auth.authStateManager.subscribe(onChange);
  return {
    async login({ username, password }) {
      const { status, tokens, messages } = await auth.idx.authenticate({ username, password });
      if (status !== "SUCCESS") throw new Error(messages?.[0]?.message ?? status);
      auth.tokenManager.setTokens(tokens);
      await auth.start(); // renews in the background from here on
    },
    getAccessToken: () => auth.getOrRenewAccessToken(),
    async logout() {
      await auth.revokeRefreshToken();
      auth.tokenManager.clear();
    },
  };
}
