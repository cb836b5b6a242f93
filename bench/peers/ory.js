import { Configuration, FrontendApi } from "@ory/client-fetch";

/**
 * The requests of a login, one by one, as the API's description generates them. The session is a cookie, and says nothing
 * when it changes: that is the page's, and so is keeping a token.
 *
 * @type {import("../entries/entry.js").Open}
 */
export async function open({ siteUrl }, onChange) {
  const ory = new FrontendApi(
    new Configuration({ basePath: siteUrl, credentials: "include", headers: { accept: "application/json" } }),
  );
  return {
    async login({ username, password }) {
      const { id, ui } = await ory.createBrowserLoginFlow();
      const { value } = ui.nodes.find(({ attributes }) => attributes.name === "csrf_token").attributes;
      const { session } = await ory.updateLoginFlow({
        flow: id,
        updateLoginFlowBody: { method: "password", identifier: username, password, csrf_token: value },
      });
      onChange(session);
    },
    getAccessToken: async () => (await ory.toSession({ tokenizeAs: "jwt" })).tokenized,
    async logout() {
      const { logout_token } = await ory.createBrowserLogoutFlow();
      await ory.updateLogoutFlow({ token: logout_token });
      onChange(null);
    },
  };
}
