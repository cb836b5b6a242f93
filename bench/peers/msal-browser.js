import { CustomAuthPublicClientApplication } from "@azure/msal-browser/custom-auth";

/** @type {import("../entries/entry.js").Open} */
export async function open({ siteUrl, clientId, redirectUri }, onChange) {
  const app = await CustomAuthPublicClientApplication.create({
    auth: { clientId, authority: "https://acme.ciamlogin.com", redirectUri }, // it takes https only
    // The proxy that Entra needs in front of it, having no CORS of its own: this is where the requests go.
    customAuth: { challengeTypes: ["password", "oob", "redirect"], authApiProxyUrl: siteUrl },
  });
  app.addEventCallback(onChange);
  const account = () => {
    const { data, error } = app.getCurrentAccount();
    if (error) throw error;
    return data;
  };
  return {
    async login(credentials) {
      const { state, error } = await app.signIn({ ...credentials, scopes: ["openid", "offline_access"] });
      if (error) throw error;
      return state;
    },
    getAccessToken: async () => (await account().getAccessToken({ forceRefresh: false })).data?.accessToken,
    logout: () => account().signOut(),
  };
}
