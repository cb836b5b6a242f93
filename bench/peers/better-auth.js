import { createAuthClient } from "better-auth/client";

/**
 * The session is a cookie of one's own server, which renews it. Its token is what other requests can carry; a JWT would
 * take a plugin, and so would a username in place of the address.
 *
 * @type {import("../entries/entry.js").Open}
 */
export async function open({ siteUrl }, onChange) {
  const auth = createAuthClient({ baseURL: siteUrl });
  auth.useSession.subscribe(onChange);
  return {
    async login({ username, password }) {
      const { error } = await auth.signIn.email({ email: username, password });
      if (error) throw new Error(error.message);
    },
    async getAccessToken() {
      const { data, error } = await auth.getSession();
      if (error) throw new Error(error.message);
      return data?.session.token;
    },
    logout: () => auth.signOut(),
  };
}
