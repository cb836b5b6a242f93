import { UserManager } from "oidc-client-ts";

/** The code flow, start and return, with silent renewal. @type {import("../entries/entry.js").Open} */
export async function open({ siteUrl, clientId, redirectUri }, onChange) {
  const manager = new UserManager({
    authority: siteUrl,
    client_id: clientId,
    redirect_uri: redirectUri,
    automaticSilentRenew: true,
  });
  manager.events.addUserLoaded(onChange);
  manager.events.addUserUnloaded(() => onChange(null));
  return {
    login: () => manager.signinRedirect(),
    comeBack: (url) => manager.signinRedirectCallback(url),
    async getAccessToken() {
      const user = await manager.getUser();
      return (user?.expired ? await manager.signinSilent() : user)?.access_token;
    },
    async logout() {
      await manager.revokeTokens();
      await manager.removeUser();
    },
  };
}
