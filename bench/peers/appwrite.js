import { Account, Client } from "appwrite";

const JWT_LIFETIME = 900_000; // the server's default

/** The session is a cookie, and says nothing when it changes: that is the page's. @type {import("../entries/entry.js").Open} */
export async function open({ siteUrl, clientId }, onChange) {
  const account = new Account(new Client().setEndpoint(siteUrl).setProject(clientId));
  let token;
  let renewAt = 0;
  const change = (session) => {
    renewAt = 0;
    onChange(session);
  };
  return {
    login: async ({ username, password }) => change(await account.createEmailPasswordSession({ email: username, password })),
    async getAccessToken() {
      if (Date.now() >= renewAt) {
        token = (await account.createJWT()).jwt;
        renewAt = Date.now() + JWT_LIFETIME - 60_000;
      }
      return token;
    },
    async logout() {
      await account.deleteSession({ sessionId: "current" });
      change(null);
    },
  };
}
