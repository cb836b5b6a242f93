import PocketBase, { isTokenExpired } from "pocketbase";

/** One client for all of the server's API. Signing out forgets the token; nothing is revoked. @type {import("../entries/entry.js").Open} */
export async function open({ siteUrl }, onChange) {
  const server = new PocketBase(siteUrl);
  const users = server.collection("users");
  server.authStore.onChange(onChange);
  return {
    login: ({ username, password }) => users.authWithPassword(username, password),
    async getAccessToken() {
      if (isTokenExpired(server.authStore.token, 60)) await users.authRefresh();
      return server.authStore.token;
    },
    logout: async () => server.authStore.clear(),
  };
}
