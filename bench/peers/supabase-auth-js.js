import { AuthClient } from "@supabase/auth-js";

/** @type {import("../entries/entry.js").Open} */
export async function open({ siteUrl }, onChange) {
  const auth = new AuthClient({ url: siteUrl, autoRefreshToken: true, persistSession: true });
  auth.onAuthStateChange((event, session) => onChange({ event, session }));
  return {
    async login({ username, password }) {
      const { error } = await auth.signInWithPassword({ email: username, password });
      if (error) throw error;
    },
    async getAccessToken() {
      const { data, error } = await auth.getSession();
      if (error) throw error;
      return data.session?.access_token;
    },
    logout: () => auth.signOut({ scope: "local" }),
  };
}
